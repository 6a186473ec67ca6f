import type { Detection, OutageInterval } from '@noops-dojo/contracts'
import type { Evidence } from '../outage/evidence.ts'
import { clockSlackMs } from '../observation.ts'
import { outageBounds } from '../outage/outage.ts'

/** A moment that is known to lie in [from, to], epoch ms. */
export interface Moment {
  readonly from: number
  readonly to: number
}

/** What was seen of a learner's alert around one fault. A good sample of its probe says that it fires. */
export interface AlertWatch {
  readonly evidence: readonly Evidence[]
  /** Start of the time in which it had to be silent. */
  readonly quietFrom: number
  /** Null: the alert fired before there was a fault, so none came. */
  readonly effective: Moment | null
  /** When the fault ended; null: it did not yet. */
  readonly lifted: Moment | null
  /** Up to here every probe has answered or timed out. */
  readonly observedTo: number
}

const inverted = (evidence: readonly Evidence[]): Evidence[] =>
  evidence.map((sample) => ({ ...sample, isGood: !sample.isGood, isSilent: false }))

/** How often the alert turned on in [from, to). */
export const alarmsIn = (evidence: readonly Evidence[], from: number, to: number): number => {
  const inside = evidence.filter((sample) => sample.from >= from && sample.from < to)
  return inside.filter(({ isGood }, at) => isGood && inside[at - 1]?.isGood !== true).length
}

const after = (moment: Moment, base: Moment): OutageInterval => ({
  minMs: Math.max(0, moment.from - base.to - clockSlackMs),
  maxMs: Math.max(0, moment.to - base.from + clockSlackMs),
})

/**
 * When the alert fired and fell silent, as intervals: firing is measured as an outage is (outage.ts), with good and bad
 * exchanged. From the moment the fault took effect, and from its lift; a fault that is over at once counts from its effect.
 */
export const detectionOf = (watch: AlertWatch): Detection => {
  const { evidence, quietFrom, effective, lifted, observedTo } = watch
  const falseAlarms = alarmsIn(evidence, quietFrom, effective?.from ?? Number.POSITIVE_INFINITY)
  if (effective === null || falseAlarms > 0) return { fired: null, resolved: null, falseAlarms }
  const near = inverted(evidence).filter((sample) => sample.from >= quietFrom)
  const firing = outageBounds(near, effective.from - clockSlackMs)
  if (!firing) return { fired: null, resolved: null, falseAlarms }
  const base = lifted ?? effective
  const { end } = firing
  const resolved =
    end.to === null
      ? { minMs: Math.max(0, observedTo - base.to), maxMs: null }
      : after({ from: end.from, to: end.to }, base)
  return { fired: after(firing.begin, effective), resolved, falseAlarms }
}
