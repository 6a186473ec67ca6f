import { Injectable } from '@nestjs/common'
import { DojoError, type Actor, type Attempt } from '@noops-dojo/contracts'
import { attemptSeed } from '../../../domain/fault/seal.ts'
import { AttemptStore } from '../../../domain/ports/index.ts'
import { assertUsable } from '../../../domain/sandbox/sandbox-state.ts'
import { checkConsoleOrder } from '../../fault/run-console-fault.ts'
import { TaskContexts } from '../../task/task-context.ts'
import { LaunchAttempt } from '../launch-attempt.ts'
import { experimentPlan, experimentTask, type ExperimentOrder } from '../plan/experiment-plan.ts'

/** Runs faults as an experiment that belongs to no task: the same engine and verdict, no points. */
@Injectable()
export class StartExperiment {
  constructor(
    private readonly contexts: TaskContexts,
    private readonly attempts: AttemptStore,
    private readonly launch: LaunchAttempt,
  ) {}

  /**
   * Throws SANDBOX_NOT_READY, FORBIDDEN (a learner, in a lab without a console), FAULT_NOT_FOUND, FAULT_INVALID,
   * BAD_REQUEST (no such probe), ATTEMPT_RUNNING and FAULT_RUNNING.
   */
  async execute(sandboxId: string, order: ExperimentOrder, actor: Actor): Promise<Attempt> {
    const { sandbox, lab } = await this.contexts.ofSandbox(sandboxId)
    assertUsable(sandbox)
    if (!lab.file.spec.console && actor === 'learner')
      throw new DojoError('FORBIDDEN', 'This lab has no chaos console; use the faults that it offers itself.')
    for (const fault of order.faults) checkConsoleOrder(lab, fault)
    const plan = experimentPlan({ spec: lab.file.spec, sandboxId, params: sandbox.params }, order)
    const before = await this.attempts.listOfSandbox(sandboxId)
    const count = before.filter(({ taskId }) => taskId === experimentTask).length
    const seed = attemptSeed(sandbox.seed, experimentTask, count)
    return this.launch.execute({ sandboxId, arm: 'fault', ablation: null, seed, plan, actor })
  }
}
