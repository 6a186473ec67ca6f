import { Injectable } from '@nestjs/common'
import { DojoError, type Actor, type FaultRun } from '@noops-dojo/contracts'
import { fillIn } from '../../domain/sandbox/lab/lab-parameters.ts'
import { assertUsable } from '../../domain/sandbox/sandbox-state.ts'
import { TaskContexts } from '../task/task-context.ts'
import { LiveFaults } from './live-faults.ts'

/** Injects one of the lab's faults because somebody pressed its button. */
@Injectable()
export class InjectFault {
  constructor(
    private readonly contexts: TaskContexts,
    private readonly live: LiveFaults,
  ) {}

  /**
   * Plans the fault and gives its run at once; injection and revert go on behind. Throws SANDBOX_NOT_READY,
   * FAULT_NOT_FOUND, ATTEMPT_RUNNING (it would spoil the attempt) and what RunFault.plan throws.
   */
  async execute(sandboxId: string, labFault: string, actor: Actor = 'learner'): Promise<FaultRun> {
    const { sandbox, lab } = await this.contexts.ofSandbox(sandboxId)
    assertUsable(sandbox)
    const spec = lab.file.spec.faults[labFault]
    if (!spec || !spec.button)
      throw new DojoError('FAULT_NOT_FOUND', `This lab has no fault ${labFault} to inject.`)
    const target = fillIn(spec.target ?? '', sandbox.params)
    return this.live.start({ sandboxId, labFault, use: spec.use, with: spec.with, target }, actor)
  }

  /** Resolves when no fault that this server injected is active any more. */
  settle(): Promise<void> {
    return this.live.settle()
  }
}
