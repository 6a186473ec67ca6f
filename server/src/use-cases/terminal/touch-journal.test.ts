import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Clock } from '../../domain/ports/index.ts'
import { MemoryLog } from '../../testing/fakes/memory-log.ts'
import { MemoryEventLog } from '../../testing/stores/index.ts'
import { TouchJournal } from './touch-journal.ts'

class TimerClock extends Clock {
  now = () => Date.now()
  monotonic = () => performance.now()
  sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
}

const aJournal = () => {
  const events = new MemoryEventLog()
  const log = new MemoryLog()
  const journal = new TouchJournal(events, new TimerClock(), log)
  const type = (bytes = 1) => journal.record('s1', 'main', 'learner', bytes, Date.now())
  const touches = async () => (await events.list('s1', 0, 100)).map(({ at, data }) => [at, data['bytes']])
  return { events, log, journal, type, touches }
}

beforeEach(() => void vi.useFakeTimers({ now: 10_000 }))
afterEach(() => void vi.useRealTimers())

describe('TouchJournal', () => {
  it('tells the first key at once and the rest once a second', async () => {
    const { type, touches } = aJournal()
    type()
    await vi.advanceTimersByTimeAsync(0)
    expect(await touches()).toEqual([[10_000, 1]])
    for (let i = 0; i < 25; i += 1) {
      await vi.advanceTimersByTimeAsync(100)
      type()
    }
    await vi.advanceTimersByTimeAsync(2_000)
    const seen = await touches()
    expect(seen.length).toBeLessThanOrEqual(5)
    expect(seen.reduce((sum, [, bytes]) => sum + Number(bytes), 0)).toBe(26)
    expect(seen.at(-1)?.[0]).toBe(12_500)
  })

  it('keeps touches while the database is away, with their times, and says so once', async () => {
    const { events, log, type, touches } = aJournal()
    const append = vi.spyOn(events, 'append').mockRejectedValue(new Error('away'))
    type()
    await vi.advanceTimersByTimeAsync(5_000)
    type()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(await touches()).toEqual([])
    expect(log.lines).toHaveLength(1)
    append.mockRestore()
    await vi.advanceTimersByTimeAsync(1_100)
    expect(await touches()).toEqual([
      [10_000, 1],
      [15_000, 1],
    ])
    await vi.advanceTimersByTimeAsync(5_000)
    type()
    await vi.advanceTimersByTimeAsync(0)
    expect(await touches()).toHaveLength(3)
  })

  it('tells what it has counted when the server stops', async () => {
    const { journal, type, touches } = aJournal()
    type()
    type(4)
    await journal.onModuleDestroy()
    expect((await touches()).map(([, bytes]) => bytes)).toEqual([1, 4])
  })
})
