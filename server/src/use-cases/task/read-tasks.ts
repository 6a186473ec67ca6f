import { Injectable } from '@nestjs/common'
import { DojoError, type SandboxView, type TaskView } from '@noops-dojo/contracts'
import { AttemptStore, Clock, LabCatalog, TaskStore } from '../../domain/ports/index.ts'
import { viewAttempt } from '../../domain/recovery/attempt-view.ts'
import type { Sandbox } from '../../domain/sandbox/sandbox.ts'
import { scoreOf, viewTasks } from '../../domain/task/task-views.ts'

/** Gives the tasks of a sandbox as its learner sees them, and the score. */
@Injectable()
export class ReadTasks {
  constructor(
    private readonly labs: LabCatalog,
    private readonly tasks: TaskStore,
    private readonly attempts: AttemptStore,
    private readonly clock: Clock,
  ) {}

  /** A lab that is not there any more has no tasks. */
  async execute(
    sandbox: Pick<Sandbox, 'id' | 'labId'>,
  ): Promise<{ tasks: TaskView[]; score: SandboxView['score'] }> {
    const lab = this.labs.find(sandbox.labId)
    if (!lab) return { tasks: [], score: { earned: 0, max: 0, passed: false } }
    const [stored, attempts] = await Promise.all([
      this.tasks.list(sandbox.id),
      this.attempts.listOfSandbox(sandbox.id),
    ])
    const tasks = viewTasks(lab.file, stored, attempts.map(viewAttempt), this.clock.now())
    return { tasks, score: scoreOf(lab.file, tasks) }
  }

  /** One task. Throws TASK_NOT_FOUND. */
  async one(sandbox: Pick<Sandbox, 'id' | 'labId'>, taskId: string): Promise<TaskView> {
    const { tasks } = await this.execute(sandbox)
    const task = tasks.find(({ id }) => id === taskId)
    if (!task) throw new DojoError('TASK_NOT_FOUND', `This lab has no task ${taskId}.`)
    return task
  }
}
