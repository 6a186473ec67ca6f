import type { Attempt } from '@noops-dojo/contracts'
import { exactInterval } from './exact-interval.ts'

const healedAlone: readonly string[] = ['tolerated', 'self-recovered-during', 'self-recovered-after-lift']

export interface RecoveryRate {
  recovered: number
  conclusive: number
  low: number
  high: number
}

/**
 * How many of the conclusive runs with a fault healed with no hands, with the exact 95 % interval. Runs that did not
 * recover count; control runs and inconclusive ones do not (reference/chaos.md §5).
 */
export const recoveryRate = (attempts: readonly Attempt[]): RecoveryRate => {
  const judged = attempts.flatMap(({ verdict }) =>
    verdict !== null && verdict.arm === 'fault' && verdict.injections.length > 0 ? [verdict] : [],
  )
  const conclusive = judged.filter((one) => one.class !== 'inconclusive' && one.outcome !== 'inconclusive')
  const recovered = conclusive.filter((one) => healedAlone.includes(one.class)).length
  return { recovered, conclusive: conclusive.length, ...exactInterval(recovered, conclusive.length) }
}
