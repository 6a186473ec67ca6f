import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { availabilityOf, wilson } from './availability.ts'
import { evidenceOf } from './evidence.ts'

describe('the Wilson interval', () => {
  it.each([
    [0, 10, 0, 0.2775],
    [5, 10, 0.2366, 0.7634],
    [10, 10, 0.7225, 1],
    [95, 100, 0.8882, 0.9785],
  ])('of %i in %i is the published one', (good, total, low, high) => {
    const interval = wilson(good, total)
    expect(interval.low).toBeCloseTo(low, 4)
    expect(interval.high).toBeCloseTo(high, 4)
  })

  it('contains the share and stays inside [0, 1]', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.integer({ min: 1, max: 500 }), (a, total) => {
        const good = Math.min(a, total)
        const { low, high } = wilson(good, total)
        return low >= 0 && high <= 1 && low <= good / total && high >= good / total
      }),
    )
  })

  it('refuses what is no count', () => {
    expect(() => wilson(3, 2)).toThrow(RangeError)
  })
})

describe('availability', () => {
  it('counts the samples that start in the window', () => {
    const evidence = evidenceOf(
      [
        [0, 0, 1],
        [100, 1, 1],
        [200, 0, 1],
        [300, 1, 1],
      ],
      { everyMs: 100, timeoutMs: 1000 },
    )
    expect(availabilityOf(evidence, 100, 300)).toMatchObject({ good: 2, total: 3 })
    expect(availabilityOf(evidence, 1000, 2000)).toBeNull()
  })
})
