import type { TaskProgress } from '../../task/task-progress.ts'

export abstract class TaskStore {
  /** Of one sandbox, by the names of its tasks. */
  abstract list(sandboxId: string): Promise<TaskProgress[]>
  /** Of many sandboxes in one query, in no order. */
  abstract listOfSandboxes(sandboxIds: readonly string[]): Promise<TaskProgress[]>
  abstract find(sandboxId: string, taskId: string): Promise<TaskProgress | undefined>
  abstract save(progress: TaskProgress): Promise<void>
}
