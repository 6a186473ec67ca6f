import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Persistent } from './persistent.ts'

const away = () => Promise.reject(new TypeError('Failed to fetch'))

describe('work that must succeed', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('is tried again with growing pauses until it does', async () => {
    const tries: number[] = []
    const begun = Date.now()
    const work = new Persistent(() => {
      tries.push(Date.now() - begun)
      return tries.length < 7 ? away() : Promise.resolve()
    })
    work.ask()
    await vi.advanceTimersByTimeAsync(120_000)
    expect(tries).toEqual([0, 1000, 3000, 7000, 15_000, 30_000, 45_000])
  })

  it('is not waited for when it is asked for again', async () => {
    const once = vi.fn(away)
    const work = new Persistent(once)
    work.ask()
    await vi.advanceTimersByTimeAsync(100)
    work.ask()
    expect(once).toHaveBeenCalledTimes(2)
  })

  it('is done once more when it was asked for while it was being done', async () => {
    const once = vi.fn(() => new Promise<void>((resolve) => setTimeout(resolve, 50)))
    const work = new Persistent(once)
    for (let asked = 0; asked < 3; asked += 1) work.ask()
    await vi.advanceTimersByTimeAsync(1000)
    expect(once).toHaveBeenCalledTimes(2)
  })

  it('ends when it is stopped', async () => {
    const once = vi.fn(away)
    const work = new Persistent(once)
    work.ask()
    await vi.advanceTimersByTimeAsync(10)
    work.stop()
    work.ask()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(once).toHaveBeenCalledTimes(1)
  })
})
