import type { FaultOrder, Pick } from '../../domain/fault/fault.ts'
import type { LedgerEntry } from '../../domain/ports/index.ts'

/** A fault that somebody wants. */
export interface FaultRequest {
  readonly sandboxId: string
  /** Name of the fault in the lab file. */
  readonly labFault: string
  readonly use: string
  readonly with: unknown
  readonly target: string
  readonly attemptId: string | null
  readonly pick: Pick
}

/** Name of the lease of a run: who holds it ends it. */
export const faultLease = (entry: LedgerEntry): string => `fault:${entry.id}`

/** The run as its fault wants it. */
export const orderOf = (entry: LedgerEntry): FaultOrder<unknown> => ({
  sandboxId: entry.sandboxId,
  faultRunId: entry.id,
  target: entry.target,
  params: entry.params,
  deadlineAt: entry.deadlineAt,
})
