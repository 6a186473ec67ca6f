import type { Attempt, InjectionResult, JournalEvent } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { alignRuns, runsOf, type Run } from './alignment.ts'

const run = (from: number, injectedAt: number | null, to: number): Run => ({
  attempt: {} as Attempt,
  number: 1,
  from,
  to,
  injectedAt,
})

describe('runs that are compared', () => {
  const windows = alignRuns([
    run(0, 5000, 20_000),
    run(100_000, 112_000, 140_000),
    run(200_000, null, 230_000),
  ])

  it('are drawn at one scale', () => {
    expect(new Set(windows.map(({ from, to }) => to - from)).size).toBe(1)
  })

  it('have their first injection at the same place', () => {
    expect(windows.map(({ from, origin }) => origin - from)).toEqual([13_000, 13_000, 13_000])
    expect(windows.slice(0, 2).map(({ origin }) => origin)).toEqual([5000, 112_000])
  })

  it('are seen whole, also the longest and one without a fault', () => {
    const runs = [run(0, 5000, 20_000), run(100_000, 112_000, 140_000), run(200_000, null, 230_000)]
    for (const [index, { from, to }] of windows.entries()) {
      expect(from).toBeLessThan(runs[index]!.from)
      expect(to).toBeGreaterThan(runs[index]!.to)
    }
  })
})

describe('the moments of a run', () => {
  const attempt = { id: 'a', startedAt: 1000, endedAt: null, verdict: null } as Attempt
  const fault = (at: number, attemptId: string | null) =>
    ({ kind: 'fault.effective', at, data: { attemptId } }) as unknown as JournalEvent

  it('come from the verdict when there is one', () => {
    const injections = [{ injectedAt: 5000, effectiveAt: 5200 }, { injectedAt: 9000 }] as InjectionResult[]
    const judged = { ...attempt, endedAt: 20_000, verdict: { injections, to: 20_000 } } as Attempt
    expect(runsOf([judged], [], 99_000)).toMatchObject([{ from: 1000, to: 20_000, injectedAt: 5200 }])
  })

  it('come from the log while it runs, and only from its own faults', () => {
    const events = [fault(500, 'a'), fault(2000, 'b'), fault(4000, 'a')]
    expect(runsOf([attempt], events, 6000)).toMatchObject([{ to: 6000, injectedAt: 4000 }])
    expect(runsOf([attempt], [], 6000)).toMatchObject([{ injectedAt: null }])
  })
})
