import type { Attempt, FaultRun, SandboxView, TaskView } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { newerView, withRun, withTask } from './newer-view.ts'

const task = (part: Partial<TaskView>) =>
  ({ id: 'delay', state: 'unmet', checkedAt: null, hintsOpened: 0, attempts: [], ...part }) as TaskView
const view = (lastSeq: number, part: Partial<SandboxView> = {}) =>
  ({
    ...{ lastSeq, state: 'ready', endsAt: 1000, idleEndsAt: 500, extensionsLeft: 2 },
    ...{ tasks: [task({})], faultRuns: [] },
    ...part,
  }) as unknown as SandboxView
const met = [task({ state: 'met', checkedAt: 90 })]

describe('a view that comes in', () => {
  it('counts when it is newer, or the first', () => {
    const other = view(8, { tasks: met })
    expect(newerView(view(7), other)).toBe(other)
    expect(newerView(null, other)).toBe(other)
  })

  it('is left alone when it is older than what is known', () => {
    const known = view(8, { tasks: met })
    expect(newerView(known, view(7, { endsAt: 9000 }))).toBe(known)
  })

  it('of the same moment moves the deadlines and the state on, and takes nothing back', () => {
    const known = view(8, { tasks: met })
    const other = view(8, { endsAt: 9000, extensionsLeft: 1, state: 'terminating' })
    expect(newerView(known, other)).toMatchObject({
      ...{ tasks: met, endsAt: 9000, extensionsLeft: 1, state: 'terminating' },
    })
    expect(newerView(view(8, { state: 'gone' }), view(8))).toMatchObject({ state: 'gone' })
  })
})

describe('an answer about a task', () => {
  const only = (changed: SandboxView) => changed.tasks[0]

  it('counts when nothing came in since it was asked', () => {
    expect(only(withTask(view(7), task({ state: 'met', checkedAt: 5 }), 7))).toMatchObject({ state: 'met' })
  })

  it('takes back no later check', () => {
    const answer = task({ state: 'unmet', checkedAt: 80 })
    expect(only(withTask(view(7, { tasks: met }), answer, 7))).toMatchObject({ state: 'met' })
  })

  it('counts with a later check than the one that is known', () => {
    const answer = task({ state: 'regressed', checkedAt: 95 })
    expect(only(withTask(view(9, { tasks: met }), answer, 7))).toMatchObject({ state: 'regressed' })
  })

  it('of an opened hint leaves a verdict that came meanwhile', () => {
    const running = { id: 'a1', phase: 'holding', verdict: null } as Attempt
    const judged = { ...running, phase: 'done', verdict: {} } as Attempt
    const known = view(9, { tasks: [task({ state: 'met', attempts: [judged] })] })
    const changed = withTask(known, task({ hintsOpened: 1, attempts: [running] }), 7)
    expect(only(changed)).toMatchObject({ state: 'met', hintsOpened: 1, attempts: [judged] })
  })
})

describe('an answer about a fault', () => {
  const run = (state: FaultRun['state']) => ({ id: 'f1', state }) as FaultRun

  it('is added, or takes the place of what is known of it', () => {
    expect(withRun(view(7), run('planned')).faultRuns).toEqual([run('planned')])
    const known = view(7, { faultRuns: [run('effective')] })
    expect(withRun(known, run('reverting')).faultRuns).toEqual([run('reverting')])
  })

  it('does not bring back a fault that has ended', () => {
    const known = view(7, { faultRuns: [run('reverted')] })
    expect(withRun(known, run('effective'))).toBe(known)
  })
})
