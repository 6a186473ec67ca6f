import { describe, expect, it } from 'vitest'
import { steadyClock } from './clock.ts'

const scripted = () => {
  const time = { wall: 1_000_000, monotonic: 0 }
  const clock = steadyClock(
    () => time.wall,
    () => time.monotonic,
    time.wall,
  )
  const pass = (monotonicMs: number, wallMs = monotonicMs) => {
    time.monotonic += monotonicMs
    time.wall += wallMs
  }
  return { clock, pass }
}

describe('the steady clock', () => {
  it('starts between the cut milliseconds of the wall clock, not up to one behind it', () => {
    const exact = () => performance.timeOrigin + performance.now()
    const clock = steadyClock()
    for (let reading = 0; reading < 50; reading += 1) {
      const before = exact()
      const now = clock.now()
      expect(now).toBeGreaterThanOrEqual(before)
      expect(now).toBeLessThanOrEqual(exact())
    }
  })

  it('follows the monotonic clock', () => {
    const { clock, pass } = scripted()
    pass(250)
    expect(clock.now()).toBe(1_000_250)
  })

  it('slews towards a corrected wall clock by half a millisecond a second', () => {
    const { clock, pass } = scripted()
    pass(1000, 1100)
    expect(clock.now()).toBe(1_001_000.5)
    pass(1000)
    expect(clock.now()).toBe(1_002_001)
  })

  it('never goes backwards when the wall clock is set back a little', () => {
    const { clock, pass } = scripted()
    const before = clock.now()
    pass(1000, 100)
    expect(clock.now()).toBeGreaterThan(before)
  })

  it('takes a step of more than a second at once', () => {
    const { clock, pass } = scripted()
    pass(1000, 61_000)
    expect(clock.now()).toBe(1_061_000)
  })
})
