import { Injectable } from '@nestjs/common'
import { SandboxEngine, SandboxGuard } from '../../../domain/ports/index.ts'
import type { Lab } from '../../../domain/lab/lab.ts'
import { guardPolicy } from '../../../domain/sandbox/guard-policy.ts'
import { sandboxSpec } from '../../../domain/sandbox/new-sandbox.ts'
import type { StepId } from '../../../domain/sandbox/provision-steps.ts'
import { SandboxSettings } from '../../../domain/sandbox/sandbox-settings.ts'
import type { Sandbox } from '../../../domain/sandbox/sandbox.ts'
import type { StepRecorder } from './step-recorder.ts'
import { together } from './together.ts'

/** Parts that are being made side by side. */
export interface PartsUnderWay {
  readonly workstation: Promise<void>
  readonly judge: Promise<void>
  readonly gateway: Promise<void>
}

/** Network, guarded sockets, containers: every call is idempotent, so that a build that was cut off is just repeated. */
@Injectable()
export class BuildSandbox {
  constructor(
    private readonly engine: SandboxEngine,
    private readonly guard: SandboxGuard,
    private readonly settings: SandboxSettings,
  ) {}

  /** What everything else stands on. */
  async layGround(sandbox: Sandbox, lab: Lab, recorder: StepRecorder): Promise<void> {
    const sockets = this.guard.socketDirs(sandbox.id)
    const phase = sandbox.readyAt === null ? 'setup' : 'open'
    const policy = guardPolicy(sandbox, lab, { instance: this.settings.instance, sockets, phase })
    await together([
      this.step(sandbox, recorder, 'network', () =>
        this.engine.createNetwork(sandboxSpec(sandbox, lab, sockets)),
      ),
      this.step(sandbox, recorder, 'guard', () => this.guard.open(policy)),
    ])
  }

  /** Begins all parts at once: the first attachment to an overlay alone takes most of a second. */
  beginParts(sandbox: Sandbox, lab: Lab, recorder: StepRecorder): PartsUnderWay {
    const spec = sandboxSpec(sandbox, lab, this.guard.socketDirs(sandbox.id))
    return {
      workstation: this.step(sandbox, recorder, 'workstation', () => this.engine.createWorkstation(spec)),
      judge: this.step(sandbox, recorder, 'judge', () => this.engine.createJudge(spec)),
      gateway: this.step(sandbox, recorder, 'gateway', () => this.engine.joinGateway(sandbox.id)),
    }
  }

  /** Of a sandbox that was ready once (a repair, a claimed warm one), only what is not done is repeated. */
  private step(
    sandbox: Sandbox,
    recorder: StepRecorder,
    id: StepId,
    work: () => Promise<void>,
  ): Promise<void> {
    if (sandbox.readyAt !== null && recorder.isDone(id)) return Promise.resolve()
    return recorder.run(id, work)
  }
}
