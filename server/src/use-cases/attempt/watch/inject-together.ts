import { Injectable } from '@nestjs/common'
import { victimPick } from '../../../domain/fault/seal.ts'
import type { LedgerEntry, StoredAttempt } from '../../../domain/ports/index.ts'
import { RunFault, type InjectedFault } from '../../fault/run-fault.ts'
import { Inconclusive } from '../run/inconclusive.ts'
import type { PlannedFault } from '../plan/lab-parts.ts'
import { liftAll } from './watch-round.ts'

/** Injects one or several faults of an attempt at the same moment. */
@Injectable()
export class InjectTogether {
  constructor(private readonly runFault: RunFault) {}

  /**
   * All are in the ledger before one is injected. `before`: how many injections the attempt made until then; the sealed
   * choice of victims counts on from there. Throws Inconclusive when one did not bite; then all are lifted again.
   */
  async execute(
    attempt: StoredAttempt,
    faults: readonly PlannedFault[],
    before: number,
  ): Promise<InjectedFault[]> {
    const entries: LedgerEntry[] = []
    try {
      for (const [index, fault] of faults.entries())
        entries.push(await this.#plan(attempt, fault, before + index))
      const results = await Promise.allSettled(entries.map((entry) => this.runFault.inject(entry)))
      return results.map((result) => {
        if (result.status === 'rejected') throw result.reason
        if (!result.value.isEffective) throw new Inconclusive('fault-not-effective', result.value.evidence.en)
        return result.value
      })
    } catch (error) {
      await liftAll(entries, this.runFault)
      throw error
    }
  }

  #plan(attempt: StoredAttempt, fault: PlannedFault, index: number): Promise<LedgerEntry> {
    return this.runFault.plan({
      sandboxId: attempt.sandboxId,
      labFault: fault.id,
      use: fault.use,
      with: fault.with,
      target: fault.target,
      attemptId: attempt.id,
      pick: victimPick(attempt.seed, index),
    })
  }
}
