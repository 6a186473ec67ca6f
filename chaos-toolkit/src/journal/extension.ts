import type { Verdict } from '@noops-dojo/contracts'
import type { LedgerLine } from '../ledger/fault-ledger.ts'
import type { Divergence } from '../run/divergence.ts'
import type { Mapping } from '../value/mapping.ts'

/** What the dojo adds to a journal: its own verdict beside Chaos Toolkit’s. */
export interface ExtensionParts {
  readonly verdict: Verdict | null
  readonly lines: readonly LedgerLine[]
  /** What the author should know: a revert that reverted nothing, a fault left behind. */
  readonly findings: readonly string[]
  readonly divergences: readonly Divergence[]
}

const faultOf = ({ order, activity, run, endedBy }: LedgerLine): Mapping => ({
  ...{ id: run.id, fault: order.use, target: order.target, with: order.with, activity },
  ...{ state: run.state, effectiveAt: run.effectiveAt, endedAt: run.endedAt, endedBy, detail: run.detail },
})

/** Makes the entry of the journal’s `extensions`. */
export const noopsExtension = (parts: ExtensionParts): Mapping => ({
  name: 'noops',
  verdict: parts.verdict,
  faults: parts.lines.map(faultOf),
  findings: parts.findings,
  divergences: parts.divergences,
})
