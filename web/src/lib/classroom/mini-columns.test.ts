import type { ProbeSample } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { intervalOf, miniColumns } from './mini-columns.ts'

const samplesOf = (everyMs: number, isMissing: (n: number) => boolean = () => false): ProbeSample[] =>
  Array.from({ length: Math.floor(30_000 / everyMs) }, (_, n): ProbeSample => [n * everyMs, 1, 4]).filter(
    (_, n) => !isMissing(n),
  )
/** Left edges and widths of the unpainted places between the columns, in device pixels. */
const gaps = (samples: readonly ProbeSample[], width: number, ratio: number): number[] => {
  const shown = { from: 0, to: 30_000, width, ratio, rise: 28, fall: 13 }
  const { x, wide, count } = miniColumns(samples, shown)
  return Array.from({ length: count - 1 }, (_, n) => {
    const right = (x[n] as number) + (wide[n] as number)
    return Math.round(((x[n + 1] as number) - right) * ratio)
  }).filter((gap) => gap > 0)
}

describe('the strip of a learner on the board', () => {
  it('has no gap where no sample is missing, at any width of a card', () => {
    for (const ratio of [1, 1.5, 2]) {
      for (let width = 200; width < 560; width += 7) {
        expect(new Set(gaps(samplesOf(100), width, ratio)).size).toBeLessThan(2)
        if (width * ratio < 600) expect(gaps(samplesOf(100), width, ratio)).toEqual([])
      }
    }
  })

  it('has a gap where one is missing', () => {
    expect(
      gaps(
        samplesOf(100, (n) => n === 150),
        330,
        1,
      ),
    ).toEqual([1])
  })

  it('knows a slow probe by its samples', () => {
    expect(intervalOf(samplesOf(500, (n) => n % 7 === 3))).toBe(500)
    expect(gaps(samplesOf(500), 330, 1).every((gap) => gap < 3)).toBe(true)
  })
})
