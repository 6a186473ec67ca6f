import { describe, expect, it } from 'vitest'
import { TouchMeter } from './touch-meter.ts'

describe('TouchMeter', () => {
  it('gives the first key at once and those of the same second together', () => {
    const meter = new TouchMeter(1000)
    expect(meter.add(1, 5_000)).toEqual({ at: 5_000, bytes: 1 })
    expect(meter.add(1, 5_100)).toBeUndefined()
    expect(meter.add(2, 5_200)).toBeUndefined()
    expect(meter.dueAt).toBe(6_000)
    expect(meter.take(6_000)).toEqual({ at: 5_200, bytes: 3 })
    expect(meter.take(6_500)).toBeUndefined()
    expect(meter.dueAt).toBeUndefined()
  })

  it('is at once again after a quiet second', () => {
    const meter = new TouchMeter(1000)
    meter.add(1, 0)
    expect(meter.add(1, 1_000)).toEqual({ at: 1_000, bytes: 1 })
  })
})
