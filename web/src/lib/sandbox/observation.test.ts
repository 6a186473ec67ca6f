import type { Attempt, JournalEvent, SandboxView } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { SampleRing } from '#lib/strip/sample-ring.ts'
import {
  handsOff,
  holdBands,
  isUnsteady,
  mergeAttempts,
  outageFigure,
  runningAttempt,
} from './observation.ts'

const attempt = (id: string, startedAt: number, phase: Attempt['phase']): Attempt =>
  ({ id, startedAt, phase, taskId: 'survive', endedAt: null, verdict: null }) as unknown as Attempt
const view = (...attempts: Attempt[]) => ({ tasks: [{ attempts }] }) as unknown as SandboxView

describe('the attempts of a sandbox', () => {
  it('are those of the tasks and the experiments, by their start', () => {
    const all = mergeAttempts(view(attempt('b', 2, 'done')), [
      attempt('x', 3, 'done'),
      attempt('a', 1, 'done'),
    ])
    expect(all.map(({ id }) => id)).toEqual(['a', 'b', 'x'])
  })

  it('do not fall back behind what is known to be over', () => {
    const [only] = mergeAttempts(view(attempt('a', 1, 'holding')), [attempt('a', 1, 'done')])
    expect(only?.phase).toBe('done')
    const [newer] = mergeAttempts(view(attempt('a', 1, 'done')), [attempt('a', 1, 'holding')])
    expect(newer?.phase).toBe('done')
  })

  it('have one that runs, be it an experiment', () => {
    expect(runningAttempt([attempt('a', 1, 'done'), attempt('x', 2, 'baseline')])?.id).toBe('x')
  })
})

describe('the time with the hands off', () => {
  const sandbox = (readyAt: number | null, claimedAt: number | null) =>
    ({ readyAt, claimedAt, tasks: [] }) as unknown as SandboxView
  const touch = (at: number) =>
    ({ kind: 'touch.engine', at, actor: 'learner', data: {} }) as unknown as JournalEvent

  it('begins when the sandbox was ready, and not before somebody had it', () => {
    expect(handsOff(sandbox(50, 10), [], []).since).toBe(50)
    expect(handsOff(sandbox(50, 170), [], []).since).toBe(170)
    expect(handsOff(sandbox(50, null), [], []).since).toBe(50)
    expect(handsOff(sandbox(null, 10), [], []).since).toBeNull()
  })

  it('begins again with each touch, and with the start of an attempt', () => {
    expect(handsOff(sandbox(50, 170), [], [touch(200)]).since).toBe(200)
    expect(handsOff(sandbox(50, 170), [attempt('a', 300, 'baseline')], [touch(200)])).toEqual({
      since: 300,
      touches: 0,
    })
  })
})

describe('the hold window', () => {
  it('ends with the next phase of its own attempt', () => {
    const phase = (at: number, attemptId: string, name: string) =>
      ({ kind: 'attempt.phase', at, data: { attemptId, phase: name } }) as unknown as JournalEvent
    const events = [phase(10, 'a', 'holding'), phase(15, 'b', 'baseline'), phase(20, 'a', 'attesting')]
    expect(holdBands(null, [attempt('a', 1, 'attesting')], events)).toEqual([
      { kind: 'hold', from: 10, to: 20 },
    ])
  })
})

describe('the figure of the outage', () => {
  /** `+` good and `-` bad for a second each, ten samples a second. */
  const ringOf = (picture: string): SampleRing => {
    const ring = new SampleRing(1000)
    const marks = [...picture].flatMap((mark) => Array.from({ length: 10 }, () => mark))
    ring.add(marks.map((mark, n) => (mark === '+' ? [n * 100, 1, 5] : [n * 100, 0, 5])))
    return ring
  }
  const judged = (to: number, maxMs: number | null, injectedAt = 2000): Attempt => {
    const injections = [{ injectedAt, outage: { minMs: 900, maxMs } }]
    return { ...attempt('v', 1, 'done'), verdict: { to, injections } } as unknown as Attempt
  }

  it('is there while it is down, whatever an older verdict said', () => {
    const inconclusive = { ...attempt('v', 1, 'done'), verdict: { to: 1500, injections: [] } }
    for (const before of [inconclusive as unknown as Attempt, judged(4000, 1100, 0), judged(5000, null)])
      expect(outageFigure([before], ringOf('++------'))).toEqual({
        interval: { minMs: 5895, maxMs: null },
        source: 'live',
      })
  })

  it('has the bounds of the verdict once it is over and judged', () => {
    expect(outageFigure([judged(6000, 1100)], ringOf('++-+++'))).toEqual({
      interval: { minMs: 900, maxMs: 1100 },
      source: 'verdict',
    })
  })

  it('is an estimate for an outage that came after the verdict', () => {
    expect(outageFigure([judged(2500, 1100, 1000)], ringOf('+++-++'))?.source).toBe('live')
  })

  it('begins anew with an attempt, but not in the middle of an outage', () => {
    const running = attempt('a', 4500, 'baseline')
    expect(outageFigure([judged(4000, 1100), running], ringOf('++-++'))).toBeNull()
    expect(outageFigure([running], ringOf('++------'))?.interval.minMs).toBe(5895)
    expect(outageFigure([running], ringOf('++-++-++'))?.interval.minMs).toBe(895)
  })

  it('is steady now when the last two seconds were good', () => {
    expect([isUnsteady(ringOf('-++')), isUnsteady(ringOf('+-+')), isUnsteady(new SampleRing(1))]).toEqual([
      false,
      true,
      false,
    ])
  })
})
