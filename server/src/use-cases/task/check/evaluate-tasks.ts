import { Injectable } from '@nestjs/common'
import { durationMs, type Task } from '@noops-dojo/contracts'
import { Clock } from '../../../domain/ports/index.ts'
import { assertUsable } from '../../../domain/sandbox/sandbox-state.ts'
import { isLatched, isScripted } from '../../../domain/task/judge-check.ts'
import type { TaskProgress } from '../../../domain/task/task-progress.ts'
import { isLocked } from '../../../domain/task/task-views.ts'
import { RunCheck } from './run-check.ts'
import { type LabContext, TaskContexts } from '../task-context.ts'

/** Runs every open check now, in the lab’s order, so that a task met on the way opens those that need it. */
@Injectable()
export class EvaluateTasks {
  constructor(
    private readonly contexts: TaskContexts,
    private readonly runCheck: RunCheck,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes as long as the checks do; a hold that has begun is watched to its end. Throws SANDBOX_NOT_FOUND, and
   * SANDBOX_NOT_READY also when the sandbox ends meanwhile.
   */
  async execute(sandboxId: string): Promise<void> {
    const { lab } = await this.contexts.ofSandbox(sandboxId)
    for (const task of lab.file.spec.tasks) {
      // Read anew each time: the tasks before may have opened this one.
      const context = await this.contexts.ofSandbox(sandboxId)
      const progress = context.stored.find(({ taskId }) => taskId === task.id)
      assertUsable(context.sandbox)
      const isDone = progress !== undefined && isLatched(task, progress)
      if (!isDone && !isLocked(task, context.stored)) await this.#settle(context, task)
    }
  }

  async #settle({ sandbox, lab }: LabContext, task: Task): Promise<void> {
    if (!isScripted(task)) return
    const isHolding = ({ state, heldSince }: TaskProgress) => state === 'unmet' && heldSince !== null
    while (isHolding(await this.runCheck.executeAnew(sandbox, lab, task))) {
      await this.clock.sleep(durationMs(task.check.every))
      // What is ended holds for ever: its checks say nothing any more.
      assertUsable((await this.contexts.ofSandbox(sandbox.id)).sandbox)
    }
  }
}
