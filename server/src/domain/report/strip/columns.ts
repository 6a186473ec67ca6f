import type { ProbeSample } from '@noops-dojo/contracts'

/** One pixel column; heights of 0 are not drawn. */
export interface Column {
  readonly x: number
  readonly up: number
  readonly down: number
}

export interface Box {
  readonly width: number
  /** Pixels above and below the line of the heartbeat. */
  readonly rise: number
  readonly fall: number
}

const slowestMs = 1000
const leastShare = 0.12
const answeredShare = 0.62

/** Logarithmic, as on the page: 2 ms and 20 ms must both be seen beside 800 ms. */
const riseOf = (latencyMs: number, rise: number): number => {
  const share = Math.log1p(Math.min(slowestMs, Math.max(0, latencyMs))) / Math.log1p(slowestMs)
  return rise * (leastShare + (1 - leastShare) * share)
}

/**
 * Lays samples out in columns of one pixel. Samples that share a pixel show its slowest good and its worst bad one, so
 * that no bad sample can hide. `scale`: pixels per ms.
 */
export const columnsOf = (
  samples: readonly ProbeSample[],
  from: number,
  scale: number,
  box: Box,
): Column[] => {
  const columns = new Map<number, { up: number; down: number }>()
  for (const [at, isGood, latency] of samples) {
    const x = Math.floor((at - from) * scale)
    const column = columns.get(x) ?? { up: 0, down: 0 }
    if (isGood) column.up = Math.max(column.up, riseOf(latency, box.rise))
    else column.down = Math.max(column.down, latency < 0 ? box.fall : box.fall * answeredShare)
    columns.set(x, column)
  }
  return [...columns].map(([x, column]) => ({ x, ...column })).filter(({ x }) => x >= 0 && x < box.width)
}
