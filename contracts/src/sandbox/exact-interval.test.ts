import { describe, expect, it } from 'vitest'
import { exactInterval } from './exact-interval.ts'

describe('the exact interval of a rate', () => {
  it.each([
    // As R's binom.test prints them.
    [0, 10, 0, 0.3085],
    [10, 10, 0.6915, 1],
    [8, 10, 0.4439, 0.9748],
    [1, 3, 0.0084, 0.9057],
    [1, 1, 0.025, 1],
    [45, 100, 0.3503, 0.5527],
    // Newcombe, Statistics in Medicine 17 (1998), table I.
    [81, 263, 0.2527, 0.3676],
    [15, 148, 0.0578, 0.1617],
    [0, 20, 0, 0.1684],
    [1, 29, 0.0009, 0.1776],
  ])('is that of Clopper and Pearson for %i of %i', (successes, trials, low, high) => {
    const found = exactInterval(successes, trials)
    expect(found.low).toBeCloseTo(low, 3)
    expect(found.high).toBeCloseTo(high, 3)
  })

  it('knows nothing without a trial', () => {
    expect(exactInterval(0, 0)).toEqual({ low: 0, high: 1 })
  })

  it('always holds the rate that was seen', () => {
    for (let trials = 1; trials <= 30; trials += 1) {
      for (let successes = 0; successes <= trials; successes += 1) {
        const { low, high } = exactInterval(successes, trials)
        expect(low <= successes / trials && successes / trials <= high).toBe(true)
      }
    }
  })

  it('is as sure of failures as of successes', () => {
    const [seen, turned] = [exactInterval(137, 5000), exactInterval(4863, 5000)]
    expect(seen.low).toBeCloseTo(1 - turned.high, 9)
    expect(seen.high).toBeCloseTo(1 - turned.low, 9)
  })
})
