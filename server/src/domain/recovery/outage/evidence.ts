import type { ProbeSample } from '@noops-dojo/contracts'

/**
 * What one probe proves: the target was good (or bad) at some moment of [from, to], no more. `from` is the scheduled
 * start, which is never later than the real one; `to` is when the answer was complete.
 */
export interface Evidence {
  readonly from: number
  readonly to: number
  readonly isGood: boolean
  /** Nothing answered until the timeout. */
  readonly isSilent: boolean
}

/** How a probe was set up; milliseconds. */
export interface ProbeTiming {
  readonly everyMs: number
  readonly timeoutMs: number
}

/** The gateway skips a probe that it would send later than this, so a silent one ended at start + timeout + this. */
export const sendSlackMs = 100

/** Gives the evidence of samples, by start. Out-of-order input is fine. */
export const evidenceOf = (samples: readonly ProbeSample[], timing: ProbeTiming): Evidence[] =>
  samples
    .map(([from, good, latency]) => ({
      from,
      to: from + (latency < 0 ? timing.timeoutMs + sendSlackMs : latency),
      isGood: good === 1,
      isSilent: latency < 0,
    }))
    .sort((a, b) => a.from - b.from)
