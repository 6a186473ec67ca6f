import type { Attempt, JournalEvent, Task, TaskView, Verdict } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { brokenChecksIn, taskResult } from './task-result.ts'

const task = { id: 'survive', mode: 'survive', title: { en: 'S' }, messages: {} } as unknown as Task
const run = (arm: Attempt['arm'], outcome: Verdict['outcome'], reason: Verdict['reason']) =>
  ({ arm, verdict: { outcome, reason, sentence: { en: reason, ja: reason } } }) as Attempt
const view = (...attempts: Attempt[]) => ({ id: 'survive', state: 'unmet', attempts }) as TaskView

describe('what a task came to', () => {
  it('is told by its real runs, not by the controls beside them', () => {
    const real = run('fault', 'unmet', 'not-recovered')
    const result = taskResult(task, view(real, run('placebo', 'met', 'ok'), run('ablation', 'met', 'ok')), {
      durationMs: 1,
    })
    expect(result).toMatchObject({ verdict: 'failed', reason: 'not-recovered' })
    expect(result.attempts).toEqual([real.verdict])
  })

  it('names what was wrong with a check that did not work, and only where nobody could tell', () => {
    const notice = (data: object) => ({ kind: 'platform.notice', data }) as JournalEvent
    const broken = brokenChecksIn([
      notice({ key: 'check-broken', task: 'survive', problem: 'ran out of time' }),
      notice({ key: 'check-broken', task: 'survive', problem: 'ended with status 42' }),
      notice({ key: 'something-else', task: 'other' }),
    ]).get('survive')
    const once = { ...task, mode: 'once' } as Task
    const unsure = { ...view(), state: 'inconclusive', key: null } as TaskView
    expect(taskResult(once, unsure, { durationMs: 1, broken })).toMatchObject({
      ...{ verdict: 'inconclusive', reason: 'check-broken' },
      message: 'The check did not work: it ended with status 42.',
    })
    expect(taskResult(once, { ...unsure, state: 'unmet' }, { durationMs: 1, broken }).reason).toBe('not-met')
    expect(taskResult(once, unsure, { durationMs: 1 }).reason).toBe('ungradable')
  })

  it('names the question that was not answered, in one line', () => {
    const quiz = { ...task, id: 'why', mode: 'quiz', quiz: { ask: { en: 'Why did\n  it heal?' } } } as Task
    const open = { id: 'why', state: 'unmet', key: null, attempts: [] as Attempt[] } as TaskView
    expect(taskResult(quiz, open, { durationMs: 0, isAnswered: false })).toMatchObject({
      ...{ verdict: 'failed', reason: 'not-answered' },
      message: 'The question "Why did it heal?" was not answered: answers.json has no "why".',
    })
    expect(taskResult(quiz, open, { durationMs: 0, isAnswered: true }).reason).toBe('not-met')
    const locked = { ...open, state: 'locked' } as TaskView
    expect(taskResult(quiz, locked, { durationMs: 0, isAnswered: false }).reason).toBe('never-opened')
  })

  it('is open where the time of the run was over before it was judged, and stays where it was judged', () => {
    const cut = { durationMs: 0, isCutShort: true }
    for (const state of ['unmet', 'locked'] as const)
      expect(taskResult(task, { ...view(), state } as TaskView, cut)).toMatchObject({
        ...{ verdict: 'inconclusive', reason: 'time-over' },
        message: expect.stringContaining('time of the run was over'),
      })
    expect(taskResult(task, { ...view(), state: 'met' } as TaskView, cut).verdict).toBe('passed')
    const judged = view(run('fault', 'unmet', 'not-recovered'))
    expect(taskResult(task, judged, cut)).toMatchObject({ verdict: 'failed', reason: 'not-recovered' })
  })
})
