import {
  percentText,
  type Availability,
  type InjectionResult,
  type NoopsScore,
  type OutcomeClass,
  type Touch,
  type WriteCount,
} from '@noops-dojo/contracts'

type Factor = NoopsScore['factors'][number]

/** What a touch costs: ten of them leave nothing. */
const costOfTouch = 0.1
const recoveredClasses: readonly OutcomeClass[] = ['tolerated', 'self-recovered-during', 'human-assisted']

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits))

/** Hands-off factor: 1 without a touch, else max(0, 1 − 0.1 × touches). */
export const handsOffFactor = (touches: number): Factor => ({
  name: 'hands-off',
  value: rounded(Math.max(0, 1 - costOfTouch * touches), 3),
  evidence:
    touches === 0
      ? { en: 'No hand touched the system.', ja: '人の手は一度も入りませんでした。' }
      : {
          en: `${touches} ${touches === 1 ? 'touch' : 'touches'} of a hand; each costs a tenth.`,
          ja: `人の手が ${touches} 回入りました。1 回につき 1 割減ります。`,
        },
})

/** Availability factor: min(1, availability / target). `isDeclared`: the target is the lab’s SLO or demand. */
export const availabilityFactor = (
  { ratio, good, total }: Pick<Availability, 'ratio' | 'good' | 'total'>,
  target: number,
  isDeclared: boolean,
): Factor => {
  const asked = percentText(target)
  const against = isDeclared
    ? { en: `asked for were ${asked}`, ja: `求められたのは ${asked}` }
    : { en: 'no SLO is declared, so all count', ja: 'SLO の宣言がないため、すべてを数えます' }
  return {
    name: 'availability',
    value: rounded(Math.min(1, ratio / target), 4),
    evidence: {
      en: `${good} of ${total} answers were good (${percentText(ratio)}); ${against.en}.`,
      ja: `${total} 回のうち ${good} 回が良い応答でした（${percentText(ratio)}）。${against.ja}。`,
    },
  }
}

/** What the recovery rate counts: injections that bit, and those of them after which the system stood by itself. */
export interface Recoveries {
  readonly recovered: number
  readonly conclusive: number
  readonly lostWrites: number
}

/** A lost acknowledged write vetoes: what came back without its data did not recover. */
export const recoveriesOf = (
  injections: readonly InjectionResult[],
  writes: WriteCount | null,
): Recoveries => {
  const lostWrites = writes?.lost ?? 0
  const conclusive = injections.filter((each) => each.class !== 'inconclusive')
  const recovered = conclusive.filter((each) => recoveredClasses.includes(each.class))
  return { recovered: lostWrites > 0 ? 0 : recovered.length, conclusive: conclusive.length, lostWrites }
}

/** Recovery-rate factor: recovered injections / conclusive injections. */
export const recoveryRateFactor = ({ recovered, conclusive, lostWrites }: Recoveries): Factor => ({
  name: 'recovery-rate',
  value: conclusive === 0 ? 0 : rounded(recovered / conclusive, 4),
  evidence:
    lostWrites > 0
      ? {
          en: `${lostWrites} acknowledged writes were lost: nothing recovered that lost its data.`,
          ja: `受け付けた書き込みが ${lostWrites} 件失われました。データを失った復旧は数えません。`,
        }
      : {
          en: `The system recovered by itself from ${recovered} of ${conclusive} injections.`,
          ja: `${conclusive} 回の障害のうち ${recovered} 回から自力で復旧しました。`,
        },
})

/** 100 × the product of the factors, to a tenth. */
export const scoreOfFactors = (factors: Factor[]): NoopsScore => ({
  value: rounded(
    factors.reduce((product, { value }) => product * value, 100),
    1,
  ),
  factors,
})

export interface ScoreParts {
  readonly availability: Availability | null
  /** Undefined: nothing was declared, and every answer counts. */
  readonly target: number | undefined
  readonly touches: readonly Touch[]
  readonly injections: readonly InjectionResult[]
  readonly writes: WriteCount | null
}

/**
 * NoOps score = 100 × min(1, availability / SLO) × hands-off × recovery rate. Null when there is nothing to score: no
 * sample, or no injection that bit.
 */
export const noopsScoreOf = (parts: ScoreParts): NoopsScore | null => {
  const recoveries = recoveriesOf(parts.injections, parts.writes)
  if (parts.availability === null || recoveries.conclusive === 0) return null
  return scoreOfFactors([
    availabilityFactor(parts.availability, parts.target ?? 1, parts.target !== undefined),
    handsOffFactor(parts.touches.length),
    recoveryRateFactor(recoveries),
  ])
}
