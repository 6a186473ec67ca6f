import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attemptSeed, commitOf, draw, drawMoment, victimPick } from './seal.ts'

describe('the seal', () => {
  it('is another one for each attempt, and the same again for the same sandbox', () => {
    const seeds = [0, 1, 2].map((ordinal) => attemptSeed('secret', 'survive', ordinal))
    expect(new Set(seeds).size).toBe(3)
    expect(attemptSeed('secret', 'survive', 1)).toBe(seeds[1])
    expect(attemptSeed('other', 'survive', 1)).not.toBe(seeds[1])
  })

  it('commits to the seed by its SHA-256', () => {
    expect(commitOf('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  })

  it('draws moments and victims inside their bounds', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(9), fc.integer({ min: 1, max: 20 }), (seed, index, count) => {
        const moment = drawMoment(seed, index, [3000, 8000])
        const victim = victimPick(seed, index)(count)
        return moment >= 3000 && moment <= 8000 && victim >= 0 && victim < count
      }),
    )
  })

  it('draws evenly', () => {
    const draws = Array.from({ length: 2000 }, (_, i) => draw('seed', `purpose ${i}`))
    expect(draws.reduce((sum, value) => sum + value, 0) / draws.length).toBeCloseTo(0.5, 1)
  })
})
