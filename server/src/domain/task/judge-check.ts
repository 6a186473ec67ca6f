import { durationMs, type Task } from '@noops-dojo/contracts'
import type { CheckReport } from './check-report.ts'
import type { TaskProgress } from './task-progress.ts'

export type ScriptedTask = Extract<Task, { mode: 'once' | 'while' | 'hold' }>

export const isScripted = (task: Task): task is ScriptedTask => 'check' in task

/** A met task of these modes stays met whatever comes later. */
export const isLatched = (task: Task, progress: Pick<TaskProgress, 'state'>): boolean =>
  task.mode !== 'while' && progress.state === 'met'

/** Progress of a task nobody worked on yet. */
export const freshProgress = (sandboxId: string, taskId: string): TaskProgress => ({
  sandboxId,
  taskId,
  state: 'unmet',
  outcome: null,
  key: null,
  observed: null,
  expected: null,
  share: 0,
  checkedAt: null,
  metAt: null,
  heldSince: null,
  hintsOpened: [],
})

/** Longest gap between two checks over which “it held” may be claimed: some missed turns, not a closed laptop. */
const gapMs = (task: ScriptedTask): number =>
  3 * durationMs(task.check.every) + durationMs(task.check.timeout)

/** Since when a hold has been unbroken, this met check included. */
const heldSince = (task: ScriptedTask, before: TaskProgress, now: number): number => {
  const isUnbroken =
    before.heldSince !== null && before.checkedAt !== null && now - before.checkedAt <= gapMs(task)
  return isUnbroken ? (before.heldSince as number) : now
}

const judgeMet = (task: ScriptedTask, before: TaskProgress, now: number): Partial<TaskProgress> => {
  if (task.mode !== 'hold') return { state: 'met', metAt: before.metAt ?? now }
  const since = heldSince(task, before, now)
  const isMet = now - since >= durationMs(task.for)
  return isMet ? { state: 'met', metAt: now, heldSince: since } : { state: 'unmet', heldSince: since }
}

const judgeUnmet = (task: ScriptedTask, before: TaskProgress): Partial<TaskProgress> => {
  const hadIt =
    task.mode === 'while' ? before.metAt !== null : task.mode === 'hold' && before.heldSince !== null
  const isStillRegressed = task.mode === 'hold' && before.state === 'regressed'
  return { state: hadIt || isStillRegressed ? 'regressed' : 'unmet', heldSince: null }
}

/**
 * What a check’s report makes of a task’s progress. `now`: when the check began, epoch ms.
 * An inconclusive check never takes a latched task away; a hold starts anew after one, as nobody saw the gap.
 */
export const judgeCheck = (
  task: ScriptedTask,
  before: TaskProgress,
  report: CheckReport,
  now: number,
): TaskProgress => {
  if (isLatched(task, before)) return before
  const { outcome, key, observed, expected, share } = report
  const said = { outcome, key, observed, expected, checkedAt: now }
  if (outcome === 'inconclusive') return { ...before, ...said, share, state: 'inconclusive', heldSince: null }
  const judged = outcome === 'met' ? judgeMet(task, before, now) : judgeUnmet(task, before)
  // Nothing is earned for a hold that only has begun.
  const isHolding = outcome === 'met' && judged.state !== 'met'
  return { ...before, ...said, ...judged, share: isHolding ? 0 : share }
}
