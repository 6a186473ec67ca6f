import { describe, expect, it } from 'vitest'
import { aLab } from '../../testing/a-lab.ts'
import { freshProgress } from './judge-check.ts'
import type { TaskProgress } from './task-progress.ts'
import { scoreOf, viewTasks } from './task-views.ts'

const check = { run: 'checks/x.sh' }
const lab = aLab({
  spec: {
    tasks: [
      {
        id: 'a',
        mode: 'once',
        title: { en: 'A' },
        points: 20,
        check,
        hints: [
          { en: 'h0', cost: 2 },
          { en: 'h1', cost: 30 },
        ],
      },
      { id: 'b', mode: 'while', title: { en: 'B' }, points: 30, check, needs: ['a'] },
      { id: 'c', mode: 'hold', for: '10s', title: { en: 'C' }, points: 50, check, needs: ['a', 'b'] },
    ],
  },
})
const stored = (taskId: string, over: Partial<TaskProgress>): TaskProgress => ({
  ...freshProgress('s', taskId),
  ...over,
})
const view = (...progress: TaskProgress[]) => viewTasks(lab.file, progress, [], 20_000)
const states = (...progress: TaskProgress[]) => view(...progress).map(({ state }) => state)
const met = { state: 'met', share: 1, metAt: 1 } as const

describe('viewTasks', () => {
  it('locks tasks until all they need is met', () => {
    expect(states()).toEqual(['unmet', 'locked', 'locked'])
    expect(states(stored('a', met))).toEqual(['met', 'unmet', 'locked'])
    expect(states(stored('a', met), stored('b', met))).toEqual(['met', 'met', 'unmet'])
  })

  it('locks again behind a task that regressed, but never takes a met task away', () => {
    const regressed = stored('b', { state: 'regressed', metAt: 1 })
    expect(states(stored('a', met), regressed)).toEqual(['met', 'regressed', 'locked'])
    expect(states(stored('a', met), regressed, stored('c', met))).toEqual(['met', 'regressed', 'met'])
  })

  it('subtracts opened hints, and never below nothing', () => {
    expect(view(stored('a', { ...met, hintsOpened: [0] }))[0]?.earned).toBe(18)
    expect(view(stored('a', { ...met, hintsOpened: [0, 1] }))[0]?.earned).toBe(0)
  })

  it('gives partial points and the time that a hold has lasted', () => {
    const [, , hold] = view(stored('a', met), stored('b', met), stored('c', { heldSince: 15_000 }))
    expect(hold).toMatchObject({ state: 'unmet', heldMs: 5_000, earned: 0 })
    expect(view(stored('a', { share: 0.25 }))[0]?.earned).toBe(5)
  })
})

describe('scoreOf', () => {
  it('passes from the lab’s per cent of all points on', () => {
    const partly = view(stored('a', met), stored('c', met))
    expect(scoreOf(lab.file, partly)).toEqual({ earned: 70, max: 100, passed: true })
    const less = view(stored('a', { ...met, hintsOpened: [0] }), stored('c', met))
    expect(scoreOf(lab.file, less)).toEqual({ earned: 68, max: 100, passed: false })
  })
})
