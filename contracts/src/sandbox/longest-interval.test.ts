import { expect, it } from 'vitest'
import { longestInterval } from './longest-interval.ts'

const outage = (minMs: number, maxMs: number | null) => ({ minMs, maxMs })

it('is that of the worst injection, wherever it stands', () => {
  const intervals = [outage(0, 122), outage(900, 1100), null]
  expect(longestInterval(intervals)).toEqual(outage(900, 1100))
})

it('is the one that never ended, whatever else there is', () => {
  expect(longestInterval([outage(10, null), outage(900, 1100)])).toEqual(outage(10, null))
})

it('is null when every injection was tolerated, or there was none', () => {
  expect(longestInterval([null])).toBeNull()
  expect(longestInterval([])).toBeNull()
})
