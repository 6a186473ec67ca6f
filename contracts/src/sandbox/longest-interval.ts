import type { OutageInterval } from './probe-sample.ts'

/**
 * The longest of several intervals: the one whose upper bound is highest, an open one (it never ended) before all. Null
 * stands for no outage; null when there is none at all.
 */
export const longestInterval = (intervals: readonly (OutageInterval | null)[]): OutageInterval | null => {
  const size = (one: OutageInterval) => one.maxMs ?? Number.POSITIVE_INFINITY
  const known = intervals.filter((one) => one !== null)
  return known.toSorted((a, b) => size(b) - size(a) || b.minMs - a.minMs)[0] ?? null
}
