import type { JournalEvent } from '@noops-dojo/contracts'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Subscriptions } from './subscriptions.ts'

const event = (seq: number) => ({ sandboxId: 's1', seq }) as JournalEvent

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('those who follow an event log', () => {
  it('get what came while the database was silent, also when the listener was back before the reader', async () => {
    let fail = (): void => undefined
    const fetch = vi
      .fn<(id: string, after: number) => Promise<JournalEvent[]>>()
      .mockImplementationOnce(() => new Promise((_, reject) => (fail = () => reject(new Error('silent')))))
      .mockImplementation(async (_id, after) => (after < 2 ? [event(2)] : []))
    const followed = new Subscriptions(
      fetch,
      async () => 1,
      () => 1,
    )
    const seen: number[] = []
    followed.add('s1', ({ seq }) => seen.push(seq))
    await followed.begun('s1')
    followed.announce('s1', 2)
    followed.catchUpAll()
    fail()
    await vi.advanceTimersByTimeAsync(2_000)
    expect(seen).toEqual([2])
  })
})
