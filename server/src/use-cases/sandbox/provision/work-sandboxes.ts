import { Injectable } from '@nestjs/common'
import { Clock, PlatformLog, SandboxStore } from '../../../domain/ports/index.ts'
import { needsTeardown } from '../../../domain/sandbox/sandbox-state.ts'
import { SandboxSettings } from '../../../domain/sandbox/sandbox-settings.ts'
import { HoldLease } from './hold-lease.ts'
import { ProvisionSandbox, type WorkResult } from './provision-sandbox.ts'
import { SandboxQueue, type QueuedWork, type WorkKind } from './sandbox-queue.ts'
import { TearDownSandbox } from './tear-down-sandbox.ts'

const retryMs = 2_000

/** The workers: some sandboxes are provisioned and some torn down at a time; the rest waits in the queue. */
@Injectable()
export class WorkSandboxes {
  constructor(
    private readonly queue: SandboxQueue,
    private readonly provision: ProvisionSandbox,
    private readonly tearDown: TearDownSandbox,
    private readonly lease: HoldLease,
    private readonly sandboxes: SandboxStore,
    private readonly settings: SandboxSettings,
    private readonly clock: Clock,
    private readonly log: PlatformLog,
  ) {}

  /** Works until `signal` aborts; resolves when the last work under way has ended. */
  async execute(signal: AbortSignal): Promise<void> {
    const loops = (['provision', 'teardown'] as const).flatMap((kind) =>
      Array.from({ length: this.settings.provisionConcurrency }, () => this.loop(kind, signal)),
    )
    await Promise.all(loops)
  }

  private async loop(kind: WorkKind, signal: AbortSignal): Promise<void> {
    for (;;) {
      const work = await this.queue.take(kind, signal)
      if (work === undefined) return
      const result = await this.work(kind, work).catch((error: unknown): WorkResult => {
        this.log.warn(`${kind} was interrupted`, { sandboxId: work.sandboxId, error: String(error) })
        return 'later'
      })
      work.done()
      if (result === 'later') void this.retry(work.sandboxId, kind, signal)
    }
  }

  private async work(kind: WorkKind, { sandboxId, signal }: QueuedWork): Promise<WorkResult> {
    const result = await this.lease.execute(`sandbox:${sandboxId}`, () =>
      kind === 'provision' ? this.provision.execute(sandboxId, signal) : this.tearDown.execute(sandboxId),
    )
    // Another server is at it: the next reconcile looks again.
    if (result === undefined) return 'settled'
    if (kind === 'provision') await this.follow(sandboxId)
    return result
  }

  /** What failed or was ended meanwhile leaves things behind. */
  private async follow(sandboxId: string): Promise<void> {
    const sandbox = await this.sandboxes.find(sandboxId)
    if (sandbox && needsTeardown(sandbox)) this.queue.push(sandboxId, 'teardown')
  }

  private async retry(sandboxId: string, kind: WorkKind, signal: AbortSignal): Promise<void> {
    await this.clock.sleep(retryMs, signal).then(
      () => this.queue.push(sandboxId, kind),
      () => undefined,
    )
  }
}
