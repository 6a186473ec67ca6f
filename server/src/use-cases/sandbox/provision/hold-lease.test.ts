import { setImmediate as turn } from 'node:timers/promises'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { SandboxSettings } from '../../../domain/sandbox/sandbox-settings.ts'
import { FakeClock } from '../../../testing/fakes/fake-clock.ts'
import { MemoryLog } from '../../../testing/fakes/memory-log.ts'
import { MemoryLeaseStore } from '../../../testing/stores/index.ts'
import { HoldLease } from './hold-lease.ts'

let clock: FakeClock
let leases: MemoryLeaseStore
let log: MemoryLog
let lease: HoldLease
beforeEach(() => {
  clock = new FakeClock()
  leases = new MemoryLeaseStore()
  log = new MemoryLog()
  lease = new HoldLease(leases, clock, new SandboxSettings({ serverId: 'ours' }), log)
})

/** Work that goes on until the test ends it, or the lease is lost. */
const begin = () => {
  let end: (value: string) => void = () => undefined
  let held: AbortSignal | undefined
  const result = lease.execute('job', (signal) => {
    held = signal
    return new Promise<string>((resolve) => (end = resolve))
  })
  return { result, end: (value: string) => end(value), isLost: () => held?.aborted }
}
/** What happens when this server stood still for so long that its lease ran out. */
const takenByAnother = async () => {
  await leases.release('job', 'ours')
  await leases.take('job', 'theirs', clock.now(), clock.now() + 60_000)
}

describe('HoldLease', () => {
  it('does nothing while another server has the lease', async () => {
    await takenByAnother()
    const work = vi.fn<() => Promise<string>>()
    expect(await lease.execute('job', work)).toBeUndefined()
    expect(work).not.toHaveBeenCalled()
  })

  it('keeps the lease for as long as the work takes', async () => {
    const { result, end, isLost } = begin()
    await clock.advance(100_000)
    expect(await leases.take('job', 'theirs', clock.now(), clock.now() + 1)).toBe(false)
    expect(isLost()).toBe(false)
    end('done')
    expect(await result).toBe('done')
    expect(await leases.take('job', 'theirs', clock.now(), clock.now() + 1)).toBe(true)
  })

  it('tells the work and the log, once, when another server has taken the lease meanwhile', async () => {
    const { result, end, isLost } = begin()
    await turn()
    await takenByAnother()
    await clock.advance(40_000)
    expect(isLost()).toBe(true)
    expect(log.lines.map(({ message }) => message)).toEqual(['a lease was lost to another server'])
    end('done')
    await result
    expect(await leases.take('job', 'third', clock.now(), clock.now() + 1)).toBe(false)
  })

  it('goes on through a database that is away for a moment', async () => {
    const { result, end, isLost } = begin()
    await turn()
    vi.spyOn(leases, 'take').mockRejectedValueOnce(new Error('away'))
    await clock.advance(20_000)
    expect(isLost()).toBe(false)
    expect(log.lines.map(({ message }) => message)).toEqual(['a lease was not renewed'])
    end('done')
    expect(await result).toBe('done')
  })
})
