import { TaskStore } from '../../domain/ports/store/task-store.ts'
import type { TaskProgress } from '../../domain/task/task-progress.ts'

export class MemoryTaskStore extends TaskStore {
  readonly rows = new Map<string, TaskProgress>()

  async list(sandboxId: string): Promise<TaskProgress[]> {
    const own = [...this.rows.values()].filter((progress) => progress.sandboxId === sandboxId)
    return structuredClone(own.sort((a, b) => (a.taskId < b.taskId ? -1 : 1)))
  }

  async listOfSandboxes(sandboxIds: readonly string[]): Promise<TaskProgress[]> {
    return structuredClone([...this.rows.values()].filter(({ sandboxId }) => sandboxIds.includes(sandboxId)))
  }

  async find(sandboxId: string, taskId: string): Promise<TaskProgress | undefined> {
    return structuredClone(this.rows.get(`${sandboxId}/${taskId}`))
  }

  async save(progress: TaskProgress): Promise<void> {
    this.rows.set(`${progress.sandboxId}/${progress.taskId}`, structuredClone(progress))
  }
}
