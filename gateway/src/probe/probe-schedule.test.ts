import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ProbeSchedule } from './probe-schedule.ts'

/** The wall clock of the machine, set by what a test says. */
const clock = { now: () => Date.now() + clock.steppedMs, steppedMs: 0, steps: [] }

beforeEach(() => void vi.useFakeTimers({ now: 0 }))
afterEach(() => {
  vi.useRealTimers()
  clock.steppedMs = 0
})

describe('a probe schedule', () => {
  it('fires at start + k × period without drift', async () => {
    const fired: number[] = []
    const schedule = new ProbeSchedule(clock, 100, 30, (_slot, at) => fired.push(at))
    await vi.advanceTimersByTimeAsync(100_000)
    schedule.stop()
    expect(fired).toHaveLength(1000)
    expect(fired.every((at, slot) => at === 30 + slot * 100)).toBe(true)
  })

  it('skips the slots that passed while the process stood still', async () => {
    const slots: number[] = []
    const schedule = new ProbeSchedule(clock, 100, 0, (slot) => slots.push(slot))
    await vi.advanceTimersByTimeAsync(100)
    vi.setSystemTime(1050)
    await vi.advanceTimersByTimeAsync(200)
    schedule.stop()
    expect(slots.slice(0, 2)).toEqual([0, 1])
    expect(slots).toContain(11)
    expect(slots).not.toContain(5)
  })

  it.each([3_600_000, 600, -600, -3_600_000])(
    'goes on as before when the clock is set by %i ms, by the new time',
    async (stepMs) => {
      const fired: { slot: number; at: number; now: number }[] = []
      const fire = (slot: number, at: number) => fired.push({ slot, at, now: clock.now() })
      const schedule = new ProbeSchedule(clock, 100, 30, fire)
      await vi.advanceTimersByTimeAsync(10_000)
      clock.steppedMs += stepMs
      await vi.advanceTimersByTimeAsync(10_000)
      schedule.stop()
      expect(fired.map(({ slot }) => slot)).toEqual(Array.from({ length: 200 }, (_, slot) => slot))
      expect(fired.every(({ at, now }) => now - at >= 0 && now - at <= 1)).toBe(true)
    },
  )

  it('is silent after stop', async () => {
    const fire = vi.fn()
    new ProbeSchedule(clock, 100, 50, fire).stop()
    await vi.advanceTimersByTimeAsync(1000)
    expect(fire).not.toHaveBeenCalled()
  })
})
