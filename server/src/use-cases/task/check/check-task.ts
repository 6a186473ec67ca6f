import { Injectable } from '@nestjs/common'
import { DojoError, type TaskView } from '@noops-dojo/contracts'
import { freshProgress, isLatched, isScripted } from '../../../domain/task/judge-check.ts'
import { ReadTasks } from '../read-tasks.ts'
import { RunCheck } from './run-check.ts'
import { TaskContexts } from '../task-context.ts'

/** Runs a task’s check now, because somebody asked. */
@Injectable()
export class CheckTask {
  constructor(
    private readonly contexts: TaskContexts,
    private readonly runCheck: RunCheck,
    private readonly readTasks: ReadTasks,
  ) {}

  /** Throws SANDBOX_NOT_FOUND, SANDBOX_NOT_READY, TASK_NOT_FOUND, TASK_LOCKED, TASK_WRONG_MODE. */
  async execute(sandboxId: string, taskId: string): Promise<TaskView> {
    const { sandbox, lab, task, stored } = await this.contexts.ofTask(sandboxId, taskId)
    if (!isScripted(task))
      throw new DojoError('TASK_WRONG_MODE', `Task ${taskId} has no check to run; it is a ${task.mode} task.`)
    const progress = stored.find((each) => each.taskId === taskId) ?? freshProgress(sandboxId, taskId)
    if (!isLatched(task, progress)) await this.runCheck.executeAnew(sandbox, lab, task)
    return this.readTasks.one(sandbox, taskId)
  }
}
