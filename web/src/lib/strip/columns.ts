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
  /** Width of one column, pixels. */
  width: number
  x: Float32Array
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

export const emptyColumns = (capacity: number): Columns => ({
  count: 0,
  width: 1,
  x: new Float32Array(capacity),
  up: new Float32Array(capacity),
  down: new Float32Array(capacity),
})

/**
 * Lays out one column per sample of the window. When samples are narrower than a pixel they share one: the
 * pixel shows its slowest good and its worst bad sample, so that no bad sample can hide. `columns` is reused.
 */
export const layoutColumns = (samples: SampleRing, shown: StripWindow, columns: Columns): Columns => {
  const scale = shown.width / (shown.to - shown.from)
  const step = shown.everyMs * scale
  const isShared = step < 1
  const last = samples.indexFrom(Math.min(shown.to, shown.until ?? shown.to))
  // A visible gap between columns as soon as there is room for one: each is a request, not a surface.
  columns.width = isShared ? 1 : Math.max(1, Math.floor(step * 0.72 * shown.ratio) / shown.ratio)
  let count = 0
  for (let index = samples.indexFrom(shown.from - shown.everyMs); index < last; index += 1) {
    const exact = (samples.start(index) - shown.from) * scale
    const x = isShared ? Math.floor(exact) : Math.round(exact * shown.ratio) / shown.ratio
    if (count === 0 || columns.x[count - 1] !== x) {
      if (count === columns.x.length) break
      columns.x[count] = x
      columns.up[count] = 0
      columns.down[count] = 0
      count += 1
    }
    const latency = samples.latency(index)
    const side = samples.isGood(index) ? columns.up : columns.down
    const height = samples.isGood(index) ? riseOf(latency, shown.rise) : fallOf(latency, shown.fall)
    side[count - 1] = Math.max(side[count - 1] as number, height)
  }
  columns.count = count
  return columns
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
