/** What one bench gives. `ratio` is ours / yardstick; `met` compares with `aim` and is never asserted by a test. */
export interface BenchResult {
  name: string
  ours: number
  /** Null where the promise is an absolute one. */
  yardstick: number | null
  ratio: number | null
  unit: string
  /** The promise in words: `≤ 1.25`, `p95 ≤ 300 ms`. */
  aim: string
  met: boolean
  detail?: Record<string, unknown>
}

/** Gives the `q` quantile (0–1) of the values by the nearest-rank method; NaN for none. */
export const quantile = (values: readonly number[], q: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] ?? Number.NaN
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

/**
 * Gives the median of ours / yardstick, taken round by round: the two of one round met the same neighbours on a shared
 * machine, the medians of all rounds did not. Both lists are as long as there were rounds.
 */
export const ratioByRound = (ours: readonly number[], yardstick: readonly number[]): number =>
  median(ours.map((value, round) => value / (yardstick[round] as number)))
