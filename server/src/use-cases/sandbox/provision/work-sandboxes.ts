import { Injectable } from '@nestjs/common'
import { Clock, PlatformLog, SandboxStore } from '../../../domain/ports/index.ts'
import { needsTeardown } from '../../../domain/sandbox/sandbox-state.ts'
import { SandboxSettings } from '../../../domain/sandbox/sandbox-settings.ts'
import { HoldLease } from './hold-lease.ts'
import { ProvisionSandbox, type WorkResult } from './provision-sandbox.ts'
import { SandboxQueue, type QueuedWork, type WorkKind } from './sandbox-queue.ts'
import { TearDownSandbox } from './tear-down-sandbox.ts'

/** Doubled with each failure in a row: what the engine cannot remove must not keep the workers from the rest. */
const firstRetryMs = 2_000
/** Somebody waits for a sandbox; nobody for its end. */
const lastRetryMs: Record<WorkKind, number> = { provision: 4_000, teardown: 60_000 }

/** The workers: some sandboxes are provisioned and some torn down at a time; the rest waits in the queue. */
@Injectable()
export class WorkSandboxes {
  readonly #failures = new Map<string, number>()

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
      if (result === 'later') void this.retry(work.sandboxId, kind, signal)
      else this.#failures.delete(work.sandboxId)
      work.done()
    }
  }

  private async work(kind: WorkKind, { sandboxId, signal }: QueuedWork): Promise<WorkResult> {
    // Two servers may tear down the same sandbox, as all of that may be repeated; only one may provision it.
    const result = await this.lease.execute(`sandbox:${sandboxId}`, (lost) =>
      kind === 'provision'
        ? this.provision.execute(sandboxId, AbortSignal.any([signal, lost]))
        : this.tearDown.execute(sandboxId),
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
    const failures = this.#failures.get(sandboxId) ?? 0
    this.#failures.set(sandboxId, failures + 1)
    this.queue.postpone(sandboxId)
    await this.clock.sleep(Math.min(firstRetryMs * 2 ** failures, lastRetryMs[kind]), signal).then(
      () => this.queue.push(sandboxId, kind),
      () => undefined,
    )
  }
}
