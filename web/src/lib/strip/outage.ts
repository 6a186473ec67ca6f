import type { SampleRing } from './sample-ring.ts'

/** A run of bad samples. All moments are epoch ms; `null` means that it has not ended. */
export interface SeenOutage {
  lastGoodStart: number
  firstBadStart: number
  lastBadStart: number
  firstGoodEnd: number | null
  /** The outage was at least this long. */
  minMs: number
  /** And at most this long; null while it goes on. */
  maxMs: number | null
}

/** So many good samples in a row end an outage (1 s at 100 ms); fewer are a flicker inside it. */
export const stableStreak = 10
const timeoutMs = 1050
/** A request that was under way when a fault came may be bad although it was sent before. */
export const underWayMs = 1000

/**
 * Finds the outages that start between `from` and `to`. The interval is that of the verdict
 * (server/src/domain/recovery/outage/outage.ts): at least last bad start − first bad end, at most first good end − last good
 * start. It is an estimate of the page; the verdict's numbers, when there are some, take precedence.
 */
export const findOutages = (samples: SampleRing, from: number, to: number): SeenOutage[] => {
  const outages: SeenOutage[] = []
  let open: { first: number; last: number; recovery: number; streak: number } | null = null
  let index = samples.indexFrom(from)
  for (; index < samples.length; index += 1) {
    if (open === null && samples.start(index) > to) break
    if (!samples.isGood(index)) {
      open ??= { first: index, last: index, recovery: -1, streak: 0 }
      Object.assign(open, { last: index, recovery: -1, streak: 0 })
    } else if (open !== null) {
      if (open.streak === 0) open.recovery = index
      open.streak += 1
      if (open.streak < stableStreak) continue
      outages.push(describe(samples, open.first, open.last, open.recovery))
      open = null
    }
  }
  if (open !== null) outages.push(describe(samples, open.first, open.last, null))
  return outages
}

const describe = (samples: SampleRing, first: number, last: number, recovery: number | null): SeenOutage => {
  const firstBadStart = samples.start(first)
  const lastBadStart = samples.start(last)
  const firstBadEnd = earliestEnd(samples, first, last)
  const lastGoodStart = first === 0 ? firstBadStart : samples.start(first - 1)
  const firstGoodEnd =
    recovery === null ? null : samples.start(recovery) + Math.max(0, samples.latency(recovery))
  return {
    lastGoodStart,
    firstBadStart,
    lastBadStart,
    firstGoodEnd,
    minMs: Math.max(0, lastBadStart - firstBadEnd),
    maxMs: firstGoodEnd === null ? null : firstGoodEnd - lastGoodStart,
  }
}

/** When the first of the bad answers was complete; a silent sample ends with its timeout. */
const earliestEnd = (samples: SampleRing, first: number, last: number): number => {
  let earliest = Number.POSITIVE_INFINITY
  for (let index = first; index <= last; index += 1) {
    if (samples.isGood(index)) continue
    const latency = samples.latency(index)
    earliest = Math.min(earliest, samples.start(index) + (latency < 0 ? timeoutMs : latency))
  }
  return earliest
}
