import {
  notHealed,
  outcomeClasses,
  type Availability,
  type InjectionResult,
  type Outcome,
  type OutcomeClass,
  type Reason,
  type Touch,
} from '@noops-dojo/contracts'

/** What the lab asks for; milliseconds and shares. */
export interface Expectation {
  readonly recoverWithinMs: number
  readonly availability: number | undefined
  readonly isHandsOffRequired: boolean
  /** A write that was kept twice is a failure, too. */
  readonly areWritesOnce?: boolean
}

export interface Judged {
  readonly outcome: Outcome
  readonly reason: Reason
}

/** The worst class of several injections, which is that of their attempt; inconclusive without one. */
export const worstClass = (classes: readonly OutcomeClass[]): OutcomeClass =>
  classes.length === 0
    ? 'inconclusive'
    : (outcomeClasses[Math.max(...classes.map((each) => outcomeClasses.indexOf(each)))] as OutcomeClass)

/** What the limit applies to: a fault whose repair set off another is recovered from when that other one is. */
const limited = (injections: readonly InjectionResult[]): readonly InjectionResult[] =>
  injections.filter(
    ({ round, onRepair }) => onRepair || !injections.some((other) => other.onRepair && other.round === round),
  )

const judgeSpeed = (injections: readonly InjectionResult[], limitMs: number): Judged | undefined => {
  const recoveries = limited(injections).flatMap(({ recovery }) => (recovery ? [recovery] : []))
  if (recoveries.some(({ minMs }) => minMs > limitMs))
    return { outcome: 'unmet', reason: 'recovery-too-slow' }
  if (recoveries.some(({ maxMs }) => maxMs === null || maxMs > limitMs))
    return { outcome: 'inconclusive', reason: 'too-close-to-call' }
  return undefined
}

/**
 * Judges what was seen. Met only when it is proved: a recovery interval that has the limit inside is inconclusive,
 * as is any injection that did not bite. `brokeHold`: it came back in time once, and broke again within the hold.
 */
export const judge = (
  injections: readonly InjectionResult[],
  availability: Availability | null,
  touches: readonly Touch[],
  expected: Expectation,
  brokeHold: boolean,
): Judged => {
  if (injections.some((each) => each.class === 'inconclusive'))
    return { outcome: 'inconclusive', reason: 'fault-not-effective' }
  if (availability === null) return { outcome: 'inconclusive', reason: 'too-few-samples' }
  if (injections.some((each) => notHealed.includes(each.class)))
    return { outcome: 'unmet', reason: brokeHold ? 'hold-broken' : 'not-recovered' }
  if (expected.isHandsOffRequired && touches.length > 0) return { outcome: 'unmet', reason: 'touched' }
  const speed = judgeSpeed(injections, expected.recoverWithinMs)
  if (speed) return speed.outcome === 'unmet' && brokeHold ? { ...speed, reason: 'hold-broken' } : speed
  if (expected.availability !== undefined && availability.ratio < expected.availability)
    return { outcome: 'unmet', reason: 'availability-too-low' }
  return { outcome: 'met', reason: 'ok' }
}
