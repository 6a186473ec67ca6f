import type { Outcome } from '@noops-dojo/contracts'
import { TaskStore } from '../../../domain/ports/store/task-store.ts'
import type { TaskProgress } from '../../../domain/task/task-progress.ts'
import type { Database } from '../database.ts'
import type { TaskProgress as Row } from '../generated/client.ts'
import { fromJson, fromMaybeText, fromMaybeTime, maybeTime } from './column.ts'

const toProgress = (row: Row): TaskProgress => ({
  ...row,
  state: row.state as TaskProgress['state'],
  outcome: row.outcome as Outcome | null,
  checkedAt: maybeTime(row.checkedAt),
  metAt: maybeTime(row.metAt),
  heldSince: maybeTime(row.heldSince),
  hintsOpened: row.hintsOpened as number[],
})

const toColumns = (progress: TaskProgress) => ({
  state: progress.state,
  outcome: progress.outcome,
  key: fromMaybeText(progress.key),
  observed: fromMaybeText(progress.observed),
  expected: fromMaybeText(progress.expected),
  share: progress.share,
  checkedAt: fromMaybeTime(progress.checkedAt),
  metAt: fromMaybeTime(progress.metAt),
  heldSince: fromMaybeTime(progress.heldSince),
  hintsOpened: fromJson(progress.hintsOpened),
})

export class PrismaTaskStore extends TaskStore {
  constructor(private readonly database: Database) {
    super()
  }

  async list(sandboxId: string): Promise<TaskProgress[]> {
    const rows = await this.database.run((client) =>
      client.taskProgress.findMany({ where: { sandboxId }, orderBy: { taskId: 'asc' } }),
    )
    return rows.map(toProgress)
  }

  async listOfSandboxes(sandboxIds: readonly string[]): Promise<TaskProgress[]> {
    if (sandboxIds.length === 0) return []
    const rows = await this.database.run((client) =>
      client.taskProgress.findMany({ where: { sandboxId: { in: [...sandboxIds] } } }),
    )
    return rows.map(toProgress)
  }

  async find(sandboxId: string, taskId: string): Promise<TaskProgress | undefined> {
    const where = { sandboxId_taskId: { sandboxId, taskId } }
    const row = await this.database.run((client) => client.taskProgress.findUnique({ where }))
    return row === null ? undefined : toProgress(row)
  }

  async save(progress: TaskProgress): Promise<void> {
    const { sandboxId, taskId } = progress
    const columns = toColumns(progress)
    await this.database.run((client) =>
      client.taskProgress.upsert({
        where: { sandboxId_taskId: { sandboxId, taskId } },
        create: { sandboxId, taskId, ...columns },
        update: columns,
      }),
    )
  }
}
