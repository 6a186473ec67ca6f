import { describe, expect, it } from 'vitest'
import { SampleRing } from './sample-ring.ts'

const starts = (ring: SampleRing): number[] => Array.from({ length: ring.length }, (_, n) => ring.start(n))

describe('the sample ring', () => {
  it('keeps the order when a silent sample reports late', () => {
    const ring = new SampleRing(10)
    ring.add([
      [100, 1, 5],
      [300, 1, 5],
      [200, 0, -1],
    ])
    expect(starts(ring)).toEqual([100, 200, 300])
    expect([ring.isGood(0), ring.isGood(1), ring.latency(1)]).toEqual([true, false, -1])
  })

  it('keeps the newest samples and forgets the oldest', () => {
    const ring = new SampleRing(3)
    ring.add(Array.from({ length: 20 }, (_, n) => [n, 1, 1]))
    expect(starts(ring)).toEqual([17, 18, 19])
  })

  it('takes a sample that it knows already only once', () => {
    const ring = new SampleRing(5)
    ring.add([[100, 1, 5]])
    ring.add([
      [100, 1, 5],
      [200, 1, 5],
    ])
    expect(starts(ring)).toEqual([100, 200])
  })

  it('puts fetched history before what came live', () => {
    const ring = new SampleRing(10)
    ring.add([[500, 1, 5]])
    ring.add([
      [100, 1, 1],
      [200, 1, 1],
    ])
    expect(starts(ring)).toEqual([100, 200, 500])
    expect(ring.indexFrom(150)).toBe(1)
  })
})
