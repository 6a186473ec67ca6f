import type { SampleRing } from './sample-ring.ts'

/** What is shown: a window in time on a box in CSS pixels. */
export interface StripWindow {
  from: number
  to: number
  width: number
  /** Pixels above the baseline. */
  rise: number
  /** Pixels below the baseline. */
  fall: number
  /** Device pixels per CSS pixel: columns keep to the grid of the device. */
  ratio: number
  /** Interval of the probe, ms. */
  everyMs: number
  /** Samples that start later are left out (replay), epoch ms. */
  until?: number
}

/** Columns ready to be painted; only the first `count` entries count. Heights of 0 are not painted. */
export interface Columns {
  count: number
  x: Float32Array
  /** Width of each column, pixels. */
  wide: Float32Array
  up: Float32Array
  down: Float32Array
}

const slowestMs = 1000
const leastShare = 0.12
const answeredShare = 0.62

/** Height of a good sample: logarithmic, because 2 ms and 20 ms must both be seen beside 800 ms. */
export const riseOf = (latencyMs: number, rise: number): number => {
  const share = Math.log1p(Math.min(slowestMs, Math.max(0, latencyMs))) / Math.log1p(slowestMs)
  return rise * (leastShare + (1 - leastShare) * share)
}

/** Depth of a bad sample: to the floor when nothing answered, less when a wrong answer came. */
export const fallOf = (latencyMs: number, fall: number): number =>
  latencyMs < 0 ? fall : fall * answeredShare

/**
 * The span nearest to `spanMs` at which every column is a whole number of device pixels wide; otherwise gaps of
 * different widths would look like a pattern in the heartbeat. Below one and a half pixels it makes no difference.
 */
export const evenSpan = (spanMs: number, width: number, everyMs: number, ratio: number): number => {
  const step = (width * ratio * everyMs) / spanMs
  return step < 1.5 ? spanMs : (width * ratio * everyMs) / Math.round(step)
}

/** Room for `capacity` columns: at least one for each device pixel of the widest strip. */
export const emptyColumns = (capacity: number): Columns => ({
  count: 0,
  x: new Float32Array(capacity),
  wide: new Float32Array(capacity),
  up: new Float32Array(capacity),
  down: new Float32Array(capacity),
})

/** A step that is longer than this many intervals has a sample missing. */
const gapFrom = 1.5
/** A column may stand so many device pixels late to keep a gap before it open. */
const mostShift = 2
const spaceShare = 0.28

/** Device pixels between the columns of two neighbours: none where a column has less than two. */
export const spaceBetween = (stepPx: number): number =>
  stepPx < 2 - 1e-6 ? 0 : Math.max(1, Math.round(stepPx * spaceShare))

/**
 * Lays out one column per sample of the window, on the grid of the device. A column reaches to the next one, less a
 * space that is the same everywhere (none below two pixels a sample), so that only a missing sample leaves a gap; and
 * a missing sample always leaves one. When samples are narrower than a pixel they share one: the pixel shows its
 * slowest good and its worst bad sample, so that no bad sample can hide. `columns` is reused.
 */
export const layoutColumns = (samples: SampleRing, shown: StripWindow, columns: Columns): Columns => {
  const { ratio, everyMs } = shown
  const scale = (shown.width * ratio) / (shown.to - shown.from)
  const space = spaceBetween(everyMs * scale)
  const cellOf = (time: number) => Math.floor((time - shown.from) * scale + 1e-6)
  const last = samples.indexFrom(Math.min(shown.to, shown.until ?? shown.to))
  let [count, cell, end, before] = [0, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN]
  for (let index = samples.indexFrom(shown.from - everyMs); index < last; index += 1) {
    const start = samples.start(index)
    const isGap = start - before > everyMs * gapFrom
    const at = placeOf(cellOf(start), cell, isGap ? end + space + 1 : cell)
    if (at > cell) {
      if (count === columns.x.length) break
      if (count > 0 && !isGap) columns.wide[count - 1] = Math.max(1, at - space - cell) / ratio
      columns.x[count] = at / ratio
      columns.up[count] = columns.down[count] = 0
      cell = at
      count += 1
    }
    end = Math.max(cell + 1, cellOf(start + everyMs) - space)
    columns.wide[count - 1] = (end - cell) / ratio
    before = start
    const side = samples.isGood(index) ? columns.up : columns.down
    side[count - 1] = Math.max(side[count - 1] as number, heightOf(samples, index, shown))
  }
  columns.count = count
  return columns
}

/** Not before the column of the sample before, and behind the gap, unless that is too far from the own moment. */
const placeOf = (own: number, before: number, least: number): number => {
  const at = Math.max(own, least)
  return at > own + mostShift ? Math.max(own, before) : at
}

const heightOf = (samples: SampleRing, index: number, { rise, fall }: StripWindow): number => {
  const latency = samples.latency(index)
  return samples.isGood(index) ? riseOf(latency, rise) : fallOf(latency, fall)
}

/** Gives the sample nearest to `time`, or -1 when none is within one interval of it. */
export const sampleNear = (samples: SampleRing, time: number, everyMs: number): number => {
  const after = samples.indexFrom(time)
  const candidates = [after - 1, after].filter((index) => index >= 0 && index < samples.length)
  const best = candidates.toSorted(
    (a, b) => Math.abs(samples.start(a) - time) - Math.abs(samples.start(b) - time),
  )[0]
  return best !== undefined && Math.abs(samples.start(best) - time) <= everyMs ? best : -1
}
