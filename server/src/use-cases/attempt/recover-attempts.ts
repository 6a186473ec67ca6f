import { Injectable } from '@nestjs/common'
import {
  AttemptStore,
  Clock,
  FaultLedger,
  LeaseStore,
  PlatformLog,
  type StoredAttempt,
} from '../../domain/ports/index.ts'
import { isFinal } from '../../domain/fault/open-faults.ts'
import { SandboxSettings } from '../../domain/sandbox/sandbox-settings.ts'
import { RunFault } from '../fault/run-fault.ts'
import { Sweep } from '../fault/sweep.ts'
import { attemptLease } from './run/attempt-phases.ts'
import { ConcludeAttempt } from './run/conclude-attempt.ts'
import { RunAblation } from './control/run-ablation.ts'
import { RunAttempt } from './run/run-attempt.ts'

const turnMs = 5_000
const leaseMs = 60_000

/**
 * Ends the attempts that were under way when a server died: their faults are lifted and what was removed is put back first, then they are inconclusive,
 * "platform-restarted". No attempt is ever lost. Those of another living server are protected by its lease.
 */
@Injectable()
export class RecoverAttempts {
  #timer: NodeJS.Timeout | undefined
  readonly #sweep: Sweep<StoredAttempt>

  constructor(
    private readonly attempts: AttemptStore,
    private readonly ledger: FaultLedger,
    private readonly leases: LeaseStore,
    private readonly runFault: RunFault,
    private readonly runAttempt: RunAttempt,
    private readonly conclude: ConcludeAttempt,
    private readonly ablation: RunAblation,
    private readonly clock: Clock,
    private readonly settings: SandboxSettings,
    private readonly log: PlatformLog,
  ) {
    this.#sweep = new Sweep(
      {
        list: () => this.#interrupted(),
        end: (attempt) => this.#recover(attempt),
        problem: 'unfinished attempts are not recovered',
      },
      log,
    )
  }

  onApplicationBootstrap(): void {
    void this.turn()
    this.#timer = setInterval(() => void this.turn(), turnMs)
  }

  onModuleDestroy(): void {
    clearInterval(this.#timer)
  }

  /** One pass over the unfinished attempts; never throws, what failed is tried again. */
  turn(): Promise<void> {
    return this.#sweep.turn()
  }

  async #interrupted(): Promise<StoredAttempt[]> {
    const startedBefore = this.clock.now() - turnMs
    const unfinished = await this.attempts.listUnfinished()
    return unfinished.filter(
      ({ id, startedAt }) => !this.runAttempt.isRunning(id) && startedAt < startedBefore,
    )
  }

  async #recover(attempt: StoredAttempt): Promise<void> {
    const now = this.clock.now()
    const { serverId } = this.settings
    if (!(await this.leases.take(attemptLease(attempt.id), serverId, now, now + leaseMs))) return
    const faults = await this.ledger.listOfSandbox(attempt.sandboxId)
    for (const entry of faults)
      if (entry.attemptId === attempt.id && !isFinal(entry)) await this.runFault.lift(entry)
    // Before the verdict: an attempt that is done is not looked at again.
    if (attempt.arm === 'ablation') await this.ablation.restoreInterrupted(attempt)
    await this.conclude.giveUp(attempt, 'platform-restarted')
    this.log.info('an attempt was interrupted by a restart', { attemptId: attempt.id })
  }
}
