import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ProbeSchedule } from './probe-schedule.ts'

const clock = { now: () => Date.now() }

beforeEach(() => void vi.useFakeTimers({ now: 0 }))
afterEach(() => void vi.useRealTimers())

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

  it('is silent after stop', async () => {
    const fire = vi.fn()
    new ProbeSchedule(clock, 100, 50, fire).stop()
    await vi.advanceTimersByTimeAsync(1000)
    expect(fire).not.toHaveBeenCalled()
  })
})
