import { Injectable } from '@nestjs/common'
import {
  PlatformLog,
  ProbeGateway,
  SandboxEngine,
  SandboxGuard,
  SandboxStore,
} from '../../../domain/ports/index.ts'
import type { OwnedSandbox } from '../../../domain/ports/index.ts'
import { isUsable, needsTeardown } from '../../../domain/sandbox/sandbox-state.ts'
import type { Sandbox } from '../../../domain/sandbox/sandbox.ts'
import { HoldLease } from '../provision/hold-lease.ts'
import { SandboxQueue } from '../provision/sandbox-queue.ts'
import { Presence } from '../../task/presence.ts'
import { RecordActivity } from '../record-activity.ts'
import { BalancePool } from './balance-pool.ts'
import { EndOverdueSandboxes } from './end-overdue-sandboxes.ts'
import { PreparePlatform } from './prepare-platform.ts'
import { RemoveOrphans } from './remove-orphans.ts'
import { RestoreSandboxes } from './restore-sandboxes.ts'

/** What the engine, the guard and the gateway have, listed before the rows. */
interface Present {
  /** What was ready before that: of others it may not have seen everything yet. */
  readonly readyBefore: ReadonlySet<string>
  readonly owned: ReadonlyMap<string, OwnedSandbox>
  /** Undefined: the guard is away. */
  readonly guards: ReadonlySet<string> | undefined
  /** Whose probes the gateway runs; none while it is away. */
  readonly probed: readonly string[]
}

/**
 * Makes the engine match the rows: the one place that puts right what a crash, a restart or an operator left. Events of
 * the engine are hints, this listing is truth.
 */
@Injectable()
export class ReconcileSandboxes {
  constructor(
    private readonly sandboxes: SandboxStore,
    private readonly engine: SandboxEngine,
    private readonly guard: SandboxGuard,
    private readonly gateway: ProbeGateway,
    private readonly queue: SandboxQueue,
    private readonly lease: HoldLease,
    private readonly presence: Presence,
    private readonly activity: RecordActivity,
    private readonly platform: PreparePlatform,
    private readonly overdue: EndOverdueSandboxes,
    private readonly restore: RestoreSandboxes,
    private readonly orphans: RemoveOrphans,
    private readonly pool: BalancePool,
    private readonly log: PlatformLog,
  ) {}

  /** One pass. Throws ENGINE_AWAY or DATABASE_AWAY, after which the next pass does the same again. */
  async execute(): Promise<void> {
    for (const sandboxId of this.presence.list()) await this.activity.execute(sandboxId)
    await this.platform.execute()
    await this.lease.execute('reconcile', () => this.pass())
  }

  private async pass(): Promise<void> {
    const present = await this.list()
    const live = await this.sandboxes.listLive()
    const liveIds = new Set(live.map(({ id }) => id))
    for (const sandbox of live) await this.settle(sandbox, present)
    this.restore.keepOnly(liveIds)
    const { owned, guards = [], probed } = present
    await this.orphans.execute(new Set([...owned.keys(), ...guards, ...probed]), liveIds)
    await this.pool.execute()
  }

  private async list(): Promise<Present> {
    const before = await this.sandboxes.listLive()
    const readyBefore = new Set(before.filter(isUsable).map(({ id }) => id))
    const owned = await this.engine.listOwned()
    const guards = await this.guard.listOpen().then(
      (ids) => new Set(ids),
      () => undefined,
    )
    const probed = this.gateway.isConnected() ? await this.gateway.listProbed().catch(() => []) : []
    return { readyBefore, owned: new Map(owned.map((each) => [each.sandboxId, each])), guards, probed }
  }

  /** What one row asks for. A failure of one sandbox does not keep the others from being looked at. */
  private async settle(sandbox: Sandbox, present: Present): Promise<void> {
    try {
      if (this.queue.isBusy(sandbox.id)) return
      if (needsTeardown(sandbox)) return this.queue.push(sandbox.id, 'teardown')
      if (await this.overdue.execute(sandbox)) return
      if (!isUsable(sandbox)) return this.queue.push(sandbox.id, 'provision')
      if (!present.readyBefore.has(sandbox.id)) return
      await this.restore.execute(sandbox, present.owned.get(sandbox.id), present.guards)
    } catch (error) {
      this.log.warn('a sandbox was not reconciled', { sandboxId: sandbox.id, error: String(error) })
    }
  }
}
