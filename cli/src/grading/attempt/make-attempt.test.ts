import type { Attempt } from '@noops-dojo/contracts'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AttemptTask } from '@noops-dojo/lab-source'
import type { GradingServer } from '../../client/grading-server.ts'
import { InfrastructureError } from '../exit-codes.ts'
import { makeAttempt } from './make-attempt.ts'

const task = {
  id: 'survive',
  mode: 'survive',
  fault: { use: 'crash', at: { between: ['3s', '8s'] }, times: 1, gap: '0s' },
  expect: { recoverWithin: '5s', hold: '3s', horizon: '20s' },
} as AttemptTask
/** 61 s of the task’s own, a minute for lost samples, a minute of slack. */
const patienceMs = 181_000

/** A server whose attempt is over after a time, ms. */
const serving = (overAfterMs: number): GradingServer => {
  const overAt = Date.now() + overAfterMs
  const attempt = (): Partial<Attempt> =>
    Date.now() < overAt
      ? { id: 'a', phase: 'recovering', verdict: null }
      : { id: 'a', phase: 'done', verdict: null }
  return {
    startAttempt: async () => attempt(),
    readAttempt: async () => attempt(),
  } as unknown as GradingServer
}
const make = (server: GradingServer) =>
  makeAttempt(server, 's', task, {
    pollMs: 1_000,
    signal: new AbortController().signal,
    note: () => undefined,
  })

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('the wait for a verdict', () => {
  it('lasts as long as an attempt can take that lost samples before its fault', async () => {
    const verdict = make(serving(patienceMs - 1_000))
    await vi.advanceTimersByTimeAsync(patienceMs + 5_000)
    await expect(verdict).resolves.toBeNull()
  })

  it('ends with the phase in which the platform is stuck', async () => {
    const verdict = make(serving(Number.POSITIVE_INFINITY))
    const refused = expect(verdict).rejects.toThrow(InfrastructureError)
    await vi.advanceTimersByTimeAsync(patienceMs + 5_000)
    await refused
    await expect(verdict).rejects.toThrow('still recovering')
  })
})
