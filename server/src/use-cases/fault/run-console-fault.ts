import { Injectable } from '@nestjs/common'
import { DojoError, type Actor, type FaultRun } from '@noops-dojo/contracts'
import type { Lab } from '../../domain/lab/lab.ts'
import { faultNamed, parseFaultParams } from '../../domain/fault/registry.ts'
import { assertUsable } from '../../domain/sandbox/sandbox-state.ts'
import { TaskContexts } from '../task/task-context.ts'
import { LiveFaults } from './live-faults.ts'

export interface ConsoleOrder {
  readonly use: string
  readonly target: string
  readonly with: Record<string, unknown>
}

/** Refuses an order that could not be carried out, with the place: before anything is planned. */
export const checkConsoleOrder = (lab: Lab, order: ConsoleOrder): void => {
  const fault = faultNamed(order.use)
  const params = parseFaultParams(fault, order.with) as Record<string, unknown>
  if (fault.targetKind !== 'sandbox' && order.target.trim() === '')
    throw new DojoError(
      'FAULT_INVALID',
      `${fault.name}, target: it hits one ${fault.targetKind}; name the one that it shall hit.`,
    )
  const { images } = lab.file.spec
  // A release is the platform's own hand: it must not bring in what the guard would refuse the learner.
  if (typeof params['image'] === 'string' && !images.includes(params['image']))
    throw new DojoError(
      'FAULT_INVALID',
      `${fault.name}, with.image: ${params['image']} is not in this lab's catalogue; it has ${images.join(', ') || 'no images'}.`,
    )
}

/** Injects any fault of the registry because somebody ordered it in the chaos console. */
@Injectable()
export class RunConsoleFault {
  constructor(
    private readonly contexts: TaskContexts,
    private readonly live: LiveFaults,
  ) {}

  /**
   * Plans the fault and gives its run at once; injection and revert go on behind. Throws SANDBOX_NOT_READY, FORBIDDEN
   * (a learner, in a lab without a console), FAULT_NOT_FOUND, FAULT_INVALID, FAULT_TARGET_GONE, FAULT_RUNNING,
   * ATTEMPT_RUNNING.
   */
  async execute(sandboxId: string, order: ConsoleOrder, actor: Actor): Promise<FaultRun> {
    const { sandbox, lab } = await this.contexts.ofSandbox(sandboxId)
    assertUsable(sandbox)
    if (!lab.file.spec.console && actor === 'learner')
      throw new DojoError('FORBIDDEN', 'This lab has no chaos console; use the faults that it offers itself.')
    checkConsoleOrder(lab, order)
    return this.live.start({ sandboxId, labFault: '', ...order }, actor)
  }
}
