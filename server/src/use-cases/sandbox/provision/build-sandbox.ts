import { Injectable } from '@nestjs/common'
import { SandboxEngine, SandboxGuard } from '../../../domain/ports/index.ts'
import type { Lab } from '../../../domain/lab/lab.ts'
import { guardPolicy } from '../../../domain/sandbox/guard-policy.ts'
import { sandboxSpec } from '../../../domain/sandbox/new-sandbox.ts'
import type { StepId } from '../../../domain/sandbox/provision-steps.ts'
import { SandboxSettings } from '../../../domain/sandbox/sandbox-settings.ts'
import type { Sandbox } from '../../../domain/sandbox/sandbox.ts'
import type { StepRecorder } from './step-recorder.ts'

/** Waits for all, also when one fails: what still runs would make objects behind the back of the clean-up. */
const together = async (works: readonly Promise<void>[]): Promise<void> => {
  const results = await Promise.allSettled(works)
  const failed = results.find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
}

/** Network, guarded sockets, containers: every call is idempotent, so that a build that was cut off is just repeated. */
@Injectable()
export class BuildSandbox {
  constructor(
    private readonly engine: SandboxEngine,
    private readonly guard: SandboxGuard,
    private readonly settings: SandboxSettings,
  ) {}

  /**
   * `wasReady`: only the steps that are not done are repeated (a repair, or a claimed warm sandbox). What does not
   * depend on each other runs side by side: the first attachment to an overlay alone takes most of a second.
   */
  async execute(sandbox: Sandbox, lab: Lab, recorder: StepRecorder): Promise<void> {
    const sockets = this.guard.socketDirs(sandbox.id)
    const spec = sandboxSpec(sandbox, lab, sockets)
    const wasReady = sandbox.readyAt !== null
    const phase = wasReady ? 'open' : 'setup'
    const policy = guardPolicy(sandbox, lab, { instance: this.settings.instance, sockets, phase })
    const step = (id: StepId, work: () => Promise<void>): Promise<void> =>
      wasReady && recorder.isDone(id) ? Promise.resolve() : recorder.run(id, work)
    await together([
      step('network', () => this.engine.createNetwork(spec)),
      step('guard', () => this.guard.open(policy)),
    ])
    await together([
      step('workstation', () => this.engine.createWorkstation(spec)),
      step('judge', () => this.engine.createJudge(spec)),
      step('gateway', () => this.engine.joinGateway(sandbox.id)),
    ])
  }
}
