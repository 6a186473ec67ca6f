import type { Outcome, TaskState } from '@noops-dojo/contracts'

/** What is stored of a task in a sandbox. Locked tasks are derived from `needs`, never stored. */
export interface TaskProgress {
  readonly sandboxId: string
  readonly taskId: string
  readonly state: Exclude<TaskState, 'locked'>
  readonly outcome: Outcome | null
  readonly key: string | null
  readonly observed: string | null
  readonly expected: string | null
  /** Share of the points that the last check gave, 0–1. */
  readonly share: number
  readonly checkedAt: number | null
  readonly metAt: number | null
  /** Mode hold: since when the check has been met without a break. */
  readonly heldSince: number | null
  readonly hintsOpened: number[]
}
