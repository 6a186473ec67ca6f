import type { Reason } from '@noops-dojo/contracts'
import type { Judged } from './verdict/judgement.ts'

/** Programs that ran or waited for a processor at a moment (epoch ms), by processor. */
export interface LoadSample {
  readonly at: number
  readonly perProcessor: number
}

/**
 * From here on a verdict about time says more of the machine than of the solution: everything takes six times as long.
 * Measured on two processors (ADR 143): 6 to 34 in a room of thirty, 0.4 to 5.4 in this project's tests of labs.
 */
const overloadedFrom = 6

/** Judged so where a failure may be the machine's. */
export const hostOverloaded: Judged = { outcome: 'inconclusive', reason: 'host-overloaded' }

/**
 * What a right solution can fail at because nothing gets its turn. A write that is not in the list may still be on its way
 * there; a doubled one and hands are facts.
 */
const aboutTime: ReadonlySet<Reason> = new Set([
  'recovery-too-slow',
  'not-recovered',
  'hold-broken',
  'availability-too-low',
  'write-lost',
  'alert-missing',
  'alert-late',
  'alert-false',
  'alert-stuck',
])

/** The mean of the samples of [from, to], epoch ms; null without one. */
export const meanLoad = (samples: readonly LoadSample[], from: number, to: number): number | null => {
  const within = samples.filter(({ at }) => at >= from && at <= to)
  if (within.length === 0) return null
  return within.reduce((sum, { perProcessor }) => sum + perProcessor, 0) / within.length
}

/** `load`: mean of runnable programs by processor; null, which nobody knows, is not too much. */
export const isOverloaded = (load: number | null): boolean => load !== null && load >= overloadedFrom

/** Whether a failure for this reason may be the machine's. */
export const mayBeOfTheHost = (reason: Reason, load: number | null): boolean =>
  isOverloaded(load) && aboutTime.has(reason)
