import type { FaultRun } from '@noops-dojo/contracts'

/** A fault with all that its revert needs; written before anything is injected. */
export interface LedgerEntry extends FaultRun {
  readonly attemptId: string | null
  readonly params: Record<string, unknown>
  /** What to do to undo it, in the fault’s own terms. */
  readonly inverse: Record<string, unknown>
  /** State of the target before, compared after the revert. */
  readonly fingerprint: string | null
  /** The fault ends by itself at this time at the latest. */
  readonly deadlineAt: number
}

export abstract class FaultLedger {
  abstract insert(entry: LedgerEntry): Promise<void>
  abstract save(entry: LedgerEntry): Promise<void>
  abstract find(id: string): Promise<LedgerEntry | undefined>
  abstract listOfSandbox(sandboxId: string): Promise<LedgerEntry[]>
  /** Entries of any sandbox that are neither reverted, moot nor failed. */
  abstract listOpen(): Promise<LedgerEntry[]>
}
