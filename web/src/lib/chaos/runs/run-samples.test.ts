import type { Attempt } from '@noops-dojo/contracts'
import { describe, expect, it, vi } from 'vitest'
import { api } from '#lib/api/client.ts'
import type { Run } from './alignment.ts'
import { RunSamples } from './run-samples.svelte.ts'

vi.mock('#lib/api/client.ts', () => ({ api: vi.fn() }))
const answer = vi.mocked(api)

const run = { attempt: { id: 'a1', endedAt: 60_000 } as Attempt, from: 10_000, to: 60_000 } as Run
const from = (start: number) =>
  ({ items: Array.from({ length: 5 }, (_, n) => [start + n * 100, 1, 4]) }) as never

describe('the samples of a finished run', () => {
  it('are told as unread when the call fails, and are read when asked for again', async () => {
    const kept = new RunSamples('s1')
    answer.mockRejectedValueOnce(new Error('away'))
    await kept.read(run, 'shop')
    expect(kept.of(run)?.state).toBe('unread')
    answer.mockResolvedValueOnce(from(9_000))
    await kept.read(run, 'shop')
    expect(kept.of(run)?.state).toBe('there')
  })

  it('are told as partly there when the first ones are gone, and as gone when all are', async () => {
    const kept = new RunSamples('s1')
    answer.mockResolvedValueOnce(from(30_000))
    await kept.read(run, 'shop')
    expect(kept.of(run)?.state).toBe('partly')
    const none = new RunSamples('s1')
    answer.mockResolvedValueOnce({ items: [] } as never)
    await none.read(run, 'shop')
    expect(none.of(run)?.state).toBe('gone')
  })
})
