import type { Evidence } from './outage/evidence.ts'

/**
 * Docker doubles the pause between restarts, from 100 ms to a minute (moby, restartmanager); a streak must outlast the
 * next one.
 */
const backOffFactor = 2.1

export interface Streak {
  /** Scheduled start of its first good sample: recovery is the start of the streak, its length is not added. */
  readonly from: number
  /** Scheduled start of its last sample so far. */
  readonly to: number
  readonly samples: number
  readonly isStable: boolean
}

export interface StabilityRule {
  readonly stableMs: number
  readonly minSamples: number
  /** A hole between two samples longer than this breaks a streak: what was not seen was not good. */
  readonly maxGapMs: number
}

/**
 * How long a streak of good samples must be. It outlasts the hold that the lab asks for, three probes, and the
 * restart back-off of an engine that restarted the target with these gaps (milliseconds between starts).
 */
export const stabilityRule = (
  everyMs: number,
  holdMs: number,
  restartGapsMs: readonly number[] = [],
): StabilityRule => ({
  stableMs: Math.max(holdMs, 3 * everyMs, backOffFactor * (restartGapsMs.at(-1) ?? 0)),
  minSamples: 3,
  maxGapMs: Math.max(5 * everyMs, 500),
})

/** Gives the first stable streak of good samples that starts at or after `from`, else the unfinished one at the end. */
export const firstStableStreak = (
  evidence: readonly Evidence[],
  from: number,
  rule: StabilityRule,
): Streak | undefined => {
  let streak: { from: number; to: number; samples: number } | undefined
  for (const sample of evidence) {
    if (sample.from < from) continue
    const isBroken = !sample.isGood || (streak !== undefined && sample.from - streak.to > rule.maxGapMs)
    if (isBroken) streak = undefined
    if (!sample.isGood) continue
    streak = streak
      ? { from: streak.from, to: sample.from, samples: streak.samples + 1 }
      : { from: sample.from, to: sample.from, samples: 1 }
    const isStable = streak.to - streak.from >= rule.stableMs && streak.samples >= rule.minSamples
    if (isStable) return { ...streak, isStable }
  }
  return streak && { ...streak, isStable: false }
}

/** Share of the scheduled probes of [from, to] that gave a sample, and the longest hole between two of them. */
export const coverage = (
  evidence: readonly Evidence[],
  from: number,
  to: number,
  everyMs: number,
): { ratio: number; longestGapMs: number; samples: number } => {
  const starts = evidence.map((sample) => sample.from).filter((start) => start >= from && start <= to)
  const edges = [from, ...starts, to]
  const longestGapMs = edges.slice(1).reduce((gap, at, i) => Math.max(gap, at - (edges[i] as number)), 0)
  const expected = Math.max(1, Math.floor((to - from) / everyMs))
  return { ratio: Math.min(1, starts.length / expected), longestGapMs, samples: starts.length }
}
