import type { OutageInterval } from '@noops-dojo/contracts'

/** The longest of several intervals: the one whose upper bound is highest, an open one before all. */
export const longest = (intervals: readonly (OutageInterval | null)[]): OutageInterval | null => {
  const size = (one: OutageInterval) => one.maxMs ?? Number.POSITIVE_INFINITY
  const known = intervals.filter((one) => one !== null)
  return known.toSorted((a, b) => size(b) - size(a) || b.minMs - a.minMs)[0] ?? null
}
