import { task as taskSchema } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { reportOf } from './check-report.ts'
import { freshProgress, judgeCheck, type ScriptedTask } from './judge-check.ts'
import type { TaskProgress } from './task-progress.ts'

const aTask = (mode: object): ScriptedTask =>
  taskSchema.parse({ id: 't', title: { en: 'T' }, check: { run: 'checks/t.sh' }, ...mode }) as ScriptedTask
const once = aTask({ mode: 'once' })
const always = aTask({ mode: 'while' })
const hold = aTask({ mode: 'hold', for: '10s' })

const met = reportOf({ exitCode: 0, result: '' })
const unmet = reportOf({ exitCode: 1, result: '' })
const unknown = reportOf({ exitCode: 75, result: '' })

/** Judges reports at the given seconds, one after the other. */
const run = (task: ScriptedTask, ...steps: [number, typeof met][]): TaskProgress =>
  steps.reduce(
    (before, [second, report]) => judgeCheck(task, before, report, second * 1000),
    freshProgress('s', 't'),
  )

describe('mode once', () => {
  it('latches when the check is met once', () => {
    expect(run(once, [1, unmet], [2, met], [3, unmet])).toMatchObject({ state: 'met', metAt: 2000, share: 1 })
  })

  it('is inconclusive, never met, when the check cannot say', () => {
    expect(run(once, [1, unknown])).toMatchObject({ state: 'inconclusive', share: 0, metAt: null })
    expect(run(once, [1, met], [2, unknown]).state).toBe('met')
  })
})

describe('mode while', () => {
  it('follows the check and remembers that it was met', () => {
    expect(run(always, [1, met])).toMatchObject({ state: 'met', share: 1 })
    expect(run(always, [1, met], [2, unmet])).toMatchObject({ state: 'regressed', share: 0, metAt: 1000 })
    expect(run(always, [1, met], [2, unmet], [3, met]).state).toBe('met')
    expect(run(always, [1, unmet]).state).toBe('unmet')
  })

  it('earns nothing while nobody knows', () => {
    expect(run(always, [1, met], [2, unknown])).toMatchObject({ state: 'inconclusive', share: 0 })
  })
})

describe('mode hold', () => {
  const steady = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, i): [number, typeof met] => [from + i, met])

  it('is met only after it held for its time, and stays so', () => {
    expect(run(hold, ...steady(1, 10))).toMatchObject({ state: 'unmet', heldSince: 1000, share: 0 })
    const done = run(hold, ...steady(1, 11))
    expect(done).toMatchObject({ state: 'met', metAt: 11_000, share: 1 })
    expect(judgeCheck(hold, done, unmet, 12_000)).toEqual(done)
  })

  it('regresses when it breaks before and begins anew', () => {
    const broken = run(hold, ...steady(1, 5), [6, unmet])
    expect(broken).toMatchObject({ state: 'regressed', heldSince: null })
    expect(judgeCheck(hold, broken, unmet, 7_000).state).toBe('regressed')
    expect(run(hold, ...steady(1, 5), [6, unmet], ...steady(7, 16)).state).toBe('unmet')
    expect(run(hold, ...steady(1, 5), [6, unmet], ...steady(7, 17)).state).toBe('met')
  })

  it('does not claim a time in which nobody looked', () => {
    expect(run(hold, [1, met], [60, met])).toMatchObject({ state: 'unmet', heldSince: 60_000 })
  })

  it('begins anew after an inconclusive check', () => {
    expect(run(hold, ...steady(1, 9), [10, unknown], [11, met])).toMatchObject({
      state: 'unmet',
      heldSince: 11_000,
    })
  })
})
