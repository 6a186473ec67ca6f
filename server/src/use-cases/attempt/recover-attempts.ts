import { Injectable } from '@nestjs/common'
import {
  AttemptStore,
  Clock,
  FaultLedger,
  LeaseStore,
  PlatformLog,
  type StoredAttempt,
} from '../../domain/ports/index.ts'
import { SandboxSettings } from '../../domain/sandbox/sandbox-settings.ts'
import { isFinal, RunFault } from '../fault/run-fault.ts'
import { attemptLease } from './attempt-phases.ts'
import { ConcludeAttempt } from './conclude-attempt.ts'
import { RunAblation } from './control/run-ablation.ts'
import { RunAttempt } from './run-attempt.ts'

const turnMs = 5_000
const leaseMs = 60_000

/**
 * Ends the attempts that were under way when a server died: their faults are lifted and what was removed is put back first, then they are inconclusive,
 * "platform-restarted". No attempt is ever lost. Those of another living server are protected by its lease.
 */
@Injectable()
export class RecoverAttempts {
  #timer: NodeJS.Timeout | undefined
  #isTurning = false
  #failures = 0

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
  ) {}

  onApplicationBootstrap(): void {
    void this.turn()
    this.#timer = setInterval(() => void this.turn(), turnMs)
  }

  onModuleDestroy(): void {
    clearInterval(this.#timer)
  }

  /** One pass over the unfinished attempts; never throws, what failed is tried again. */
  async turn(): Promise<void> {
    if (this.#isTurning) return
    this.#isTurning = true
    try {
      const startedBefore = this.clock.now() - turnMs
      for (const attempt of await this.attempts.listUnfinished())
        if (!this.runAttempt.isRunning(attempt.id) && attempt.startedAt < startedBefore)
          await this.#recover(attempt)
      this.#failures = 0
    } catch (error) {
      // The first turn of a server may come before its database; one failure is no news.
      this.#failures += 1
      if (this.#failures === 2)
        this.log.warn('unfinished attempts are not recovered', { error: String(error) })
    } finally {
      this.#isTurning = false
    }
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
