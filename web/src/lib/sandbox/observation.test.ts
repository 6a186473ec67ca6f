import type { Attempt, JournalEvent, SandboxView } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { handsOff, holdBands, mergeAttempts, runningAttempt } from './observation.ts'

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
