import { describe, expect, it } from 'vitest'
import { steadyClock } from './clock.ts'

/** Both clocks in the test's hand; the wall clock is cut to whole milliseconds, as Date.now() is. */
const scripted = () => {
  const time = { wall: 1_000_000, monotonic: 0 }
  let heldUpMs = 0
  const pass = (monotonicMs: number, wallMs = monotonicMs) => {
    time.monotonic += monotonicMs
    time.wall += wallMs
  }
  const readWall = () => {
    pass(heldUpMs)
    heldUpMs = 0
    return Math.floor(time.wall)
  }
  const clock = steadyClock(readWall, () => time.monotonic, time.wall)
  return { clock, pass, wall: () => time.wall, holdUp: (ms: number) => (heldUpMs = ms) }
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

  it.each([600, -600, 30, -30, 3_600_000, -3_600_000])(
    'takes a step of the wall clock of %i ms at once, and tells of it',
    (stepMs) => {
      const { clock, pass, wall } = scripted()
      pass(100)
      clock.now()
      expect(clock.steps).toEqual([])
      pass(1, 1 + stepMs)
      expect(Math.abs(clock.now() - wall())).toBeLessThanOrEqual(1)
      expect(Math.abs(clock.steppedMs - stepMs)).toBeLessThanOrEqual(1)
      const [step] = clock.steps
      expect(step?.from).toBe(1_000_101)
      expect(step?.to).toBeCloseTo(clock.now(), 6)
    },
  )

  it('does not take for a step that the wall clock is cut to whole milliseconds', () => {
    const { clock, pass } = scripted()
    for (let reading = 0; reading < 1000; reading += 1) {
      pass(0.37)
      clock.now()
    }
    expect(clock.steppedMs).toBe(0)
    expect(clock.now()).toBeCloseTo(1_000_370, 6)
  })

  it('does not take for a step that it was held up between its readings of the two clocks', () => {
    const { clock, pass, holdUp } = scripted()
    pass(100)
    holdUp(40)
    expect(clock.now()).toBe(1_000_140)
    expect(clock.steppedMs).toBe(0)
  })
})
