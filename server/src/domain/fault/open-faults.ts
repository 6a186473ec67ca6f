import { DojoError } from '@noops-dojo/contracts'
import type { LedgerEntry } from '../ports/store/fault-ledger.ts'

const finalStates: readonly LedgerEntry['state'][] = ['reverted', 'moot', 'failed']

export const isFinal = ({ state }: Pick<LedgerEntry, 'state'>): boolean => finalStates.includes(state)

const stillActive = ({ labFault, fault }: LedgerEntry): DojoError =>
  new DojoError('FAULT_RUNNING', `The fault ${labFault || fault} is still active; wait until it is over.`)

/** Throws FAULT_RUNNING when a fault of the sandbox is active: an attempt brings its own, and judges nothing else. */
export const refuseWhileActive = (ledger: readonly LedgerEntry[]): void => {
  const active = ledger.find((entry) => !isFinal(entry) && entry.state !== 'dirty')
  if (active) throw stillActive(active)
}

/**
 * Throws FAULT_RUNNING for a fault that may not go beside those of the sandbox, and SANDBOX_FAILED when one left traces.
 * Faults of one attempt may be active together, but never the same one on the same target.
 */
export const refuseOverlap = (
  ledger: readonly LedgerEntry[],
  { attemptId, target, fault }: Pick<LedgerEntry, 'attemptId' | 'target' | 'fault'>,
): void => {
  const open = ledger.filter((entry) => !isFinal(entry))
  if (open.some(({ state }) => state === 'dirty'))
    throw new DojoError('SANDBOX_FAILED', 'An earlier fault left traces in this sandbox. Start a new one.')
  // An attempt says what it does together. By hand, each target takes one fault; nothing goes beside a whole sandbox.
  const goesTogether = (entry: LedgerEntry): boolean => {
    if (entry.attemptId !== attemptId) return false
    if (attemptId !== null) return entry.target !== target || entry.fault !== fault
    return entry.target !== target && entry.target !== '' && target !== ''
  }
  const other = open.find((entry) => !goesTogether(entry))
  if (other) throw stillActive(other)
}
