import type { NewEvent } from '@noops-dojo/contracts'
import type { TaskProgress } from './task-progress.ts'

const said = ['outcome', 'key', 'observed', 'expected', 'share'] as const

/** Gives the events that a change of progress is worth: the check’s word when it differs, the state when it moved. */
export const taskEvents = (before: TaskProgress, after: TaskProgress, at: number): NewEvent[] => {
  const head = { sandboxId: after.sandboxId, at, actor: 'platform' as const }
  const events: NewEvent[] = []
  if (said.some((name) => before[name] !== after[name])) {
    const { outcome, key, observed, expected, share } = after
    const data = { task: after.taskId, outcome, key, observed, expected, share }
    events.push({ ...head, kind: 'check.result', data })
  }
  if (before.state !== after.state) {
    const data = { task: after.taskId, from: before.state, to: after.state }
    events.push({ ...head, kind: 'task.state', data })
  }
  return events
}

/** Gives whether the store should learn of a change: a new `checkedAt` alone may wait some seconds. */
export const isWorthSaving = (before: TaskProgress, after: TaskProgress, staleMs: number): boolean => {
  const { checkedAt: checkedBefore, ...restBefore } = before
  const { checkedAt: checkedAfter, ...restAfter } = after
  if (JSON.stringify(restBefore) !== JSON.stringify(restAfter)) return true
  // The continuity of a hold is judged by the time of the check before.
  return after.heldSince !== null || (checkedAfter ?? 0) - (checkedBefore ?? 0) >= staleMs
}
