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
    const result = taskResult(task, view(real, run('placebo', 'met', 'ok'), run('ablation', 'met', 'ok')), 1)
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
    expect(taskResult(once, unsure, 1, broken)).toMatchObject({
      ...{ verdict: 'inconclusive', reason: 'check-broken' },
      message: 'The check did not work: it ended with status 42.',
    })
    expect(taskResult(once, { ...unsure, state: 'unmet' }, 1, broken).reason).toBe('not-met')
    expect(taskResult(once, unsure, 1).reason).toBe('ungradable')
  })
})
