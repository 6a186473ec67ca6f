import type { LedgerLine } from './fault-ledger.ts'

export interface AfterRun {
  readonly left: readonly LedgerLine[]
  readonly complaints: readonly string[]
  readonly playedRollbacks: boolean
}

/** Says what is wrong with the way in which an experiment cleans up, for its author. */
export const findingsOf = ({ left, complaints, playedRollbacks }: AfterRun): string[] => [
  ...complaints,
  ...left.map(({ order, activity }) => {
    const where = order.target === '' ? '' : ` on ${order.target}`
    const after = playedRollbacks
      ? 'its rollbacks were played and did not end it'
      : 'its rollbacks were not played'
    return `${order.use}${where} of "${activity}" was still active at the end: ${after}. The dojo has lifted it.`
  }),
]
