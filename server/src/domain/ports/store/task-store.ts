import type { TaskProgress } from '../../task/task-progress.ts'

export abstract class TaskStore {
  abstract list(sandboxId: string): Promise<TaskProgress[]>
  abstract find(sandboxId: string, taskId: string): Promise<TaskProgress | undefined>
  abstract save(progress: TaskProgress): Promise<void>
}
