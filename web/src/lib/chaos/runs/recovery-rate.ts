import { exactInterval, type Attempt, type OutcomeClass, type Verdict } from '@noops-dojo/contracts'

/** What came back only after the lift has not healed (ADR 124). */
const healedAlone: readonly OutcomeClass[] = ['tolerated', 'self-recovered-during']

/** A lost acknowledged write vetoes: what came back without its data did not heal. */
const hasHealed = ({ class: of, writes }: Verdict): boolean =>
  healedAlone.includes(of) && (writes?.lost ?? 0) === 0

export interface RecoveryRate {
  recovered: number
  conclusive: number
  low: number
  high: number
}

/**
 * How many of the conclusive runs with a fault healed with no hands, with the exact 95 % interval. Runs that did not
 * recover count; control runs and inconclusive ones do not (docs/decisions/121).
 */
export const recoveryRate = (attempts: readonly Attempt[]): RecoveryRate => {
  const judged = attempts.flatMap(({ verdict }) =>
    verdict !== null && verdict.arm === 'fault' && verdict.injections.length > 0 ? [verdict] : [],
  )
  const conclusive = judged.filter((one) => one.class !== 'inconclusive' && one.outcome !== 'inconclusive')
  const recovered = conclusive.filter(hasHealed).length
  return { recovered, conclusive: conclusive.length, ...exactInterval(recovered, conclusive.length) }
}
