import { Injectable } from '@nestjs/common'
import { DojoError, type ErrorCode } from '@noops-dojo/contracts'
import {
  Clock,
  EventLog,
  LabCatalog,
  PlatformLog,
  SandboxEngine,
  SandboxStore,
} from '../../../domain/ports/index.ts'
import type { Lab } from '../../../domain/lab/lab.ts'
import { hardDeadline } from '../../../domain/sandbox/deadlines.ts'
import { initialSteps, isSetupCutOff, waitsUntil } from '../../../domain/sandbox/provision-steps.ts'
import { SandboxSettings } from '../../../domain/sandbox/sandbox-settings.ts'
import type { Sandbox } from '../../../domain/sandbox/sandbox.ts'
import { MoveSandbox } from '../move-sandbox.ts'
import { BuildSandbox } from './build-sandbox.ts'
import { FurnishSandbox } from './furnish-sandbox.ts'
import { ProvisioningStopped, StepRecorder } from './step-recorder.ts'
import { together } from './together.ts'

/** Parts that come back by themselves: waited for, not failed on. */
const passing: readonly ErrorCode[] = ['ENGINE_AWAY', 'GUARD_AWAY', 'GATEWAY_AWAY', 'DATABASE_AWAY']

export const isPassing = (error: unknown): boolean =>
  error instanceof DojoError && passing.includes(error.code)

/** `settled`: nothing more to do for it; `later`: a part is away, try again. */
export type WorkResult = 'settled' | 'later'

/** Takes one sandbox from requested to ready, from wherever a crash left it. */
@Injectable()
export class ProvisionSandbox {
  constructor(
    private readonly sandboxes: SandboxStore,
    private readonly labs: LabCatalog,
    private readonly engine: SandboxEngine,
    private readonly events: EventLog,
    private readonly clock: Clock,
    private readonly settings: SandboxSettings,
    private readonly move: MoveSandbox,
    private readonly build: BuildSandbox,
    private readonly furnish: FurnishSandbox,
    private readonly log: PlatformLog,
  ) {}

  /** Throws only DATABASE_AWAY. `signal` aborts when the sandbox is to be ended. */
  async execute(sandboxId: string, signal: AbortSignal): Promise<WorkResult> {
    const found = await this.sandboxes.find(sandboxId)
    if (found?.state !== 'requested' && found?.state !== 'provisioning') return 'settled'
    const lab = this.labs.find(found.labId)
    if (lab === undefined) return this.fail(found, `The lab ${found.labId} is not there any more.`)
    try {
      const sandbox = await this.begin(found)
      if (sandbox) await this.provision(sandbox, lab, signal)
      return 'settled'
    } catch (error) {
      return this.handle(found, error)
    }
  }

  /** A set-up script that was cut off may not be repeatable: what it made goes first. */
  private async begin(sandbox: Sandbox): Promise<Sandbox | undefined> {
    if (sandbox.state === 'requested') return this.move.execute(sandbox.id, { to: 'provisioning' })
    if (!isSetupCutOff(sandbox.steps)) return sandbox
    await this.engine.destroy(sandbox.id)
    const change = { steps: initialSteps(this.clock.now()), readyAt: null }
    return this.sandboxes.change(sandbox.id, ['provisioning'], change)
  }

  private async provision(sandbox: Sandbox, lab: Lab, signal: AbortSignal): Promise<void> {
    const { sandboxes, events, clock } = this
    const recorder = new StepRecorder({ sandboxes, events, clock }, sandbox, signal)
    if (!recorder.isDone('queue')) recorder.mark('queue', 'done')
    await this.build.layGround(sandbox, lab, recorder)
    const parts = this.build.beginParts(sandbox, lab, recorder)
    await together([...Object.values(parts), this.furnish.execute(sandbox, lab, recorder, parts.workstation)])
    await this.furnish.open(sandbox, lab, recorder)
    await recorder.flush()
    const now = this.clock.now()
    const isWarm = sandbox.claim === 'warm'
    const change = {
      readyAt: sandbox.readyAt ?? now,
      endsAt: isWarm ? null : (sandbox.endsAt ?? hardDeadline(lab.file.spec.limits, now)),
      lastActiveAt: isWarm ? null : now,
    }
    await this.move.execute(sandbox.id, { to: 'ready', from: ['provisioning'], change })
  }

  private async handle(sandbox: Sandbox, error: unknown): Promise<WorkResult> {
    if (error instanceof ProvisioningStopped) return 'settled'
    if (isPassing(error) && waitsUntil(sandbox, this.settings.prepareTimeoutMs) > this.clock.now()) {
      this.log.warn('provisioning waits', { sandboxId: sandbox.id, error: String(error) })
      return 'later'
    }
    const detail = error instanceof DojoError ? error.detail : undefined
    this.log.error('provisioning failed', { sandboxId: sandbox.id, error: String(error), ...detail })
    return this.fail(sandbox, error instanceof Error ? error.message : String(error))
  }

  private async fail(sandbox: Sandbox, failure: string): Promise<WorkResult> {
    await this.move.execute(sandbox.id, { to: 'failed', change: { failure }, reason: failure })
    return 'settled'
  }
}
