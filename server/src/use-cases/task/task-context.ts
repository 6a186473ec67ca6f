import { Injectable } from '@nestjs/common'
import { DojoError, type Task } from '@noops-dojo/contracts'
import type { Lab } from '../../domain/lab/lab.ts'
import { LabCatalog, SandboxStore, TaskStore } from '../../domain/ports/index.ts'
import type { Sandbox } from '../../domain/sandbox/sandbox.ts'
import { assertUsable } from '../../domain/sandbox/sandbox-state.ts'
import type { TaskProgress } from '../../domain/task/task-progress.ts'
import { isLocked } from '../../domain/task/task-views.ts'

export interface LabContext {
  readonly sandbox: Sandbox
  readonly lab: Lab
  readonly stored: TaskProgress[]
}

export interface TaskContext extends LabContext {
  readonly task: Task
}

/** Looks up what a task’s use cases work on, and refuses what may not be worked on. */
@Injectable()
export class TaskContexts {
  constructor(
    private readonly sandboxes: SandboxStore,
    private readonly labs: LabCatalog,
    private readonly tasks: TaskStore,
  ) {}

  /** Throws SANDBOX_NOT_FOUND, LAB_NOT_FOUND. */
  async ofSandbox(sandboxId: string): Promise<LabContext> {
    const sandbox = await this.sandboxes.find(sandboxId)
    if (!sandbox) throw new DojoError('SANDBOX_NOT_FOUND', 'There is no such sandbox.')
    const lab = this.labs.find(sandbox.labId)
    if (!lab) throw new DojoError('LAB_NOT_FOUND', `Lab ${sandbox.labId} is not there any more.`)
    return { sandbox, lab, stored: await this.tasks.list(sandboxId) }
  }

  /** An open task of a sandbox that is ready. Throws also TASK_NOT_FOUND, TASK_LOCKED, SANDBOX_NOT_READY. */
  async ofTask(sandboxId: string, taskId: string): Promise<TaskContext> {
    const context = await this.ofSandbox(sandboxId)
    const task = context.lab.file.spec.tasks.find(({ id }) => id === taskId)
    if (!task) throw new DojoError('TASK_NOT_FOUND', `This lab has no task ${taskId}.`)
    assertUsable(context.sandbox)
    if (isLocked(task, context.stored))
      throw new DojoError('TASK_LOCKED', `Finish ${task.needs.join(', ')} first.`, { needs: task.needs })
    return { ...context, task }
  }
}
