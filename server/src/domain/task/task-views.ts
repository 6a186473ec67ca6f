import type { Attempt, LabFile, SandboxView, Task, TaskState, TaskView } from '@noops-dojo/contracts'
import { freshProgress } from './judge-check.ts'
import type { TaskProgress } from './task-progress.ts'

/** Points of a task after its share and the hints that were opened; whole, never below 0. */
const earnedOf = (task: Task, progress: TaskProgress): number => {
  const costs = progress.hintsOpened.reduce((sum, index) => sum + (task.hints[index]?.cost ?? 0), 0)
  return Math.max(0, Math.round(task.points * progress.share) - costs)
}

/** Gives whether all that the task needs is met. A met task never locks again. */
export const isLocked = (task: Task, all: readonly Pick<TaskProgress, 'taskId' | 'state'>[]): boolean => {
  const isMet = (id: string) => all.some(({ taskId, state }) => taskId === id && state === 'met')
  return !isMet(task.id) && !task.needs.every(isMet)
}

const viewOf = (
  task: Task,
  progress: TaskProgress,
  state: TaskState,
  attempts: readonly Attempt[],
  now: number,
): TaskView => ({
  id: task.id,
  state,
  points: task.points,
  earned: state === 'locked' ? 0 : earnedOf(task, progress),
  key: progress.key,
  observed: progress.observed,
  expected: progress.expected,
  outcome: progress.outcome,
  checkedAt: progress.checkedAt,
  metAt: progress.metAt,
  heldMs:
    task.mode === 'hold' && progress.heldSince !== null
      ? Math.max(0, (progress.metAt ?? now) - progress.heldSince)
      : null,
  hintsOpened: progress.hintsOpened.length,
  attempts: attempts.filter(({ taskId }) => taskId === task.id),
})

/**
 * The tasks of a lab as a learner sees them, in the lab’s order. `attempts`: all of the sandbox, oldest first, without
 * their seeds. `now`: epoch ms, for how long a hold has lasted.
 */
export const viewTasks = (
  lab: LabFile,
  stored: readonly TaskProgress[],
  attempts: readonly Attempt[],
  now: number,
): TaskView[] =>
  lab.spec.tasks.map((task) => {
    const progress = stored.find(({ taskId }) => taskId === task.id) ?? freshProgress('', task.id)
    return viewOf(task, progress, isLocked(task, stored) ? 'locked' : progress.state, attempts, now)
  })

/** The sum of the tasks, and whether it passes by the lab’s `grading.pass` (per cent of all points). */
export const scoreOf = (lab: LabFile, tasks: readonly TaskView[]): SandboxView['score'] => {
  const earned = tasks.reduce((sum, task) => sum + task.earned, 0)
  const max = tasks.reduce((sum, task) => sum + task.points, 0)
  return { earned, max, passed: earned * 100 >= lab.spec.grading.pass * max }
}
