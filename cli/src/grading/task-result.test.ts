import type { Attempt, Task, TaskView, Verdict } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { taskResult } from './task-result.ts'

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
})
