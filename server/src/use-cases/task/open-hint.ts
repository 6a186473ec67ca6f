import { Injectable } from '@nestjs/common'
import { DojoError, type LocalizedText, type TaskView } from '@noops-dojo/contracts'
import { Clock } from '../../domain/ports/index.ts'
import { ProgressLedger } from './progress-ledger.ts'
import { ReadTasks } from './read-tasks.ts'
import { TaskContexts } from './task-context.ts'

/** Opens a hint of a task; its cost counts once, however often it is opened. */
@Injectable()
export class OpenHint {
  constructor(
    private readonly contexts: TaskContexts,
    private readonly ledger: ProgressLedger,
    private readonly readTasks: ReadTasks,
    private readonly clock: Clock,
  ) {}

  /** `index` counts from 0. Throws TASK_NOT_FOUND, TASK_LOCKED, NOT_FOUND for a hint that is not there. */
  async execute(
    sandboxId: string,
    taskId: string,
    index: number,
  ): Promise<{ hint: LocalizedText; task: TaskView }> {
    const { sandbox, task } = await this.contexts.ofTask(sandboxId, taskId)
    const hint = Number.isInteger(index) ? task.hints[index] : undefined
    if (!hint)
      throw new DojoError(
        'NOT_FOUND',
        `Task ${taskId} has ${task.hints.length} hints; there is no hint ${index}.`,
      )
    const { cost, ...text } = hint
    const data = { task: taskId, hint: index, cost }
    await this.ledger.update(
      sandboxId,
      taskId,
      (before) =>
        before.hintsOpened.includes(index)
          ? before
          : { ...before, hintsOpened: [...before.hintsOpened, index] },
      () => [{ sandboxId, at: this.clock.now(), kind: 'hint.opened', actor: 'learner', data }],
    )
    return { hint: text, task: await this.readTasks.one(sandbox, taskId) }
  }
}
