import { exactInterval } from '@noops-dojo/contracts'

/** Share of successes with an exact two-sided 95 % interval. */
export interface RecoveryRate {
  readonly recovered: number
  readonly attempts: number
  /** Attempts that were inconclusive: in no figure, but told. */
  readonly inconclusive: number
  readonly rate: number | null
  readonly low: number
  readonly high: number
}

/** Gives the recovery rate of conclusive attempts. */
export const recoveryRate = (outcomes: readonly ('met' | 'unmet' | 'inconclusive')[]): RecoveryRate => {
  const conclusive = outcomes.filter((outcome) => outcome !== 'inconclusive')
  const recovered = conclusive.filter((outcome) => outcome === 'met').length
  return {
    recovered,
    attempts: conclusive.length,
    inconclusive: outcomes.length - conclusive.length,
    rate: conclusive.length === 0 ? null : recovered / conclusive.length,
    ...exactInterval(recovered, conclusive.length),
  }
}
