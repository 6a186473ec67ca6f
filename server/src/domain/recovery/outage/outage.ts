import type { OutageInterval, OutagePlace } from '@noops-dojo/contracts'
import type { Evidence } from './evidence.ts'

const infinity = Number.POSITIVE_INFINITY
const lowest = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b), infinity)
const highest = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), -infinity)

/** Bounds of one outage in absolute time: it began in [begin.from, begin.to] and was over in [end.from, end.to]. */
export interface OutageBounds extends Readonly<OutagePlace> {
  /** Length, milliseconds. */
  readonly length: OutageInterval
}

interface Extremes {
  readonly begin: number
  readonly lengthMs: number
}

/**
 * Earliest begin and greatest length of ONE unbroken outage that all good samples allow: it may begin
 * right after the start of any good sample (or at `notBefore`), and every good sample that starts later must have
 * ended after the outage did. Undefined when good and bad samples alternate, so that no single outage explains them.
 */
const ofSingle = (
  goods: readonly Evidence[],
  bads: readonly Evidence[],
  notBefore: number,
): Extremes | undefined => {
  const latestBegin = lowest(bads.map((bad) => bad.to))
  const earliestEnd = highest(bads.map((bad) => bad.from))
  let found: Extremes | undefined
  let endOfLater = infinity
  const consider = (begin: number): void => {
    if (begin < notBefore || begin > latestBegin || endOfLater < earliestEnd) return
    found = {
      begin,
      lengthMs: Math.max(found?.lengthMs ?? 0, endOfLater - begin),
    }
  }
  for (const good of goods.toReversed()) {
    if (good.from < notBefore) break
    consider(good.from)
    endOfLater = Math.min(endOfLater, good.to)
  }
  consider(notBefore)
  return found
}

/**
 * The same for an episode with good moments in it (flapping, one of two replicas gone): from the last good sample
 * that was complete before the first bad one was sent, to the first good one sent after the last bad one was complete.
 * A request that nobody answered speaks for the moment it was sent.
 */
const ofEpisode = (goods: readonly Evidence[], bads: readonly Evidence[], notBefore: number) => {
  const firstBad = lowest(bads.map((bad) => bad.from))
  const lastBad = highest(bads.map((bad) => (bad.isSilent ? bad.from : bad.to)))
  const begin = highest([notBefore, ...goods.filter((good) => good.to <= firstBad).map((good) => good.from)])
  const end = lowest(goods.filter((good) => good.from >= lastBad).map((good) => good.to))
  return { begin, end, lengthMs: end - begin }
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null)

/**
 * Bounds of the outage that the bad samples belong to, or undefined without a bad sample. `notBefore` is the moment
 * right before the fault was injected (not when it was noticed to bite): no outage of this fault is older.
 *
 * The true length is always inside: at least from the earliest end to the latest start of a bad sample, at most from the
 * last good start before to the first good end after. Samples overlap when answers are slow, so "before" and "after" are
 * decided by what each sample proves, not by its place in the list; where one outage and an episode of several both
 * explain the samples, the wider bound counts.
 * What no probe can see: bad moments shorter than the period before the first, or after the last, bad sample.
 */
export const outageBounds = (
  evidence: readonly Evidence[],
  notBefore: number = -infinity,
): OutageBounds | undefined => {
  const bads = evidence.filter((sample) => !sample.isGood && sample.to >= notBefore)
  if (bads.length === 0) return undefined
  const goods = evidence.filter((sample) => sample.isGood)
  const episode = ofEpisode(goods, bads, notBefore)
  const single: Extremes = ofSingle(goods, bads, notBefore) ?? episode
  const begin = { from: Math.min(single.begin, episode.begin), to: lowest(bads.map((bad) => bad.to)) }
  const endFrom = Math.max(notBefore, highest(bads.map((bad) => bad.from)))
  const minMs = Math.max(0, endFrom - begin.to)
  const maxMs = finite(Math.max(single.lengthMs, episode.lengthMs))
  return {
    begin,
    end: { from: endFrom, to: finite(episode.end) },
    length: { minMs, maxMs: maxMs === null ? null : Math.max(minMs, maxMs) },
  }
}

/**
 * The longest outage that could hide between the good samples of [from, to]: what "tolerated" is worth. Infinity
 * without good samples on both sides.
 */
export const longestUnseenMs = (evidence: readonly Evidence[], from: number, to: number): number => {
  const goods = evidence.filter((sample) => sample.isGood)
  const before = goods.filter((good) => good.to <= from).at(-1)
  const after = goods.find((good) => good.from >= to)
  const inside = goods.filter((good) => good.to > from && good.from < to)
  const chain = [...(before ? [before] : []), ...inside, ...(after ? [after] : [])]
  if (chain.length < 2) return infinity
  let endOfLater = infinity
  let longest = 0
  for (let i = chain.length - 1; i >= 0; i -= 1) {
    const good = chain[i] as Evidence
    if (endOfLater !== infinity) longest = Math.max(longest, endOfLater - good.from)
    endOfLater = Math.min(endOfLater, good.to)
  }
  return longest
}
