import { describe, expect, it } from 'vitest'
import { CheckPace } from './check-pace.ts'

describe('the pace of checks', () => {
  const at = { ms: 0 }
  const aPace = (lanes: number) => {
    at.ms = 0
    return new CheckPace(lanes, () => at.ms)
  }
  const taking = (ms: number) => async () => void (at.ms += ms)

  it('lets as many begin as there are lanes', async () => {
    const pace = aPace(2)
    let end = (): void => undefined
    const first = pace.run(() => new Promise<void>((resolve) => (end = resolve)))
    expect(pace.isFree()).toBe(true)
    void pace.run(() => new Promise(() => undefined))
    expect(pace.isFree()).toBe(false)
    end()
    await first
    expect(pace.isFree()).toBe(true)
  })

  it('rests after a check for half as long as it took', async () => {
    const pace = aPace(1)
    await pace.run(taking(400))
    at.ms += 199
    expect(pace.isFree()).toBe(false)
    at.ms += 1
    expect(pace.isFree()).toBe(true)
  })

  it('does not rest for all the time of one that hung', async () => {
    const pace = aPace(1)
    await pace.run(taking(10_000))
    at.ms += 2_000
    expect(pace.isFree()).toBe(true)
  })

  it('rests after one that failed too, and tells the failure', async () => {
    const pace = aPace(1)
    const failing = async (): Promise<void> => {
      at.ms += 300
      throw new Error('the database is away')
    }
    await expect(pace.run(failing)).rejects.toThrow('away')
    expect(pace.isFree()).toBe(false)
    at.ms += 150
    expect(pace.isFree()).toBe(true)
  })
})
