import type { FaultRun } from '@noops-dojo/contracts'
import type { LedgerEntry } from '../ports/store/fault-ledger.ts'
import { faults } from './registry.ts'

/** When it ends by itself. A row of an older dojo may name a fault that is gone; then nobody can tell. */
const endsAtOf = ({ fault, params, effectiveAt }: LedgerEntry): number | null => {
  const known = faults.find(({ name }) => name === fault)
  return known === undefined || effectiveAt === null ? null : effectiveAt + known.lastsMs(params)
}

/** The part of a ledger entry that may be shown. */
export const viewFaultRun = (entry: LedgerEntry): FaultRun => {
  const { id, sandboxId, labFault, fault, target, state, plannedAt, effectiveAt, endedAt, detail } = entry
  const endsAt = endsAtOf(entry)
  return { id, sandboxId, labFault, fault, target, state, plannedAt, effectiveAt, endsAt, endedAt, detail }
}
