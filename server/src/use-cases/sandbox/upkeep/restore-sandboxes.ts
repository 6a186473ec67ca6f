import { Injectable } from '@nestjs/common'
import {
  LabCatalog,
  PlatformLog,
  ProbeGateway,
  SandboxGuard,
  type OwnedSandbox,
} from '../../../domain/ports/index.ts'
import { guardPolicy } from '../../../domain/sandbox/guard-policy.ts'
import { reopened, type StepId } from '../../../domain/sandbox/provision-steps.ts'
import { sandboxProbes } from '../../../domain/sandbox/lab/sandbox-probes.ts'
import { SandboxSettings } from '../../../domain/sandbox/sandbox-settings.ts'
import type { Sandbox } from '../../../domain/sandbox/sandbox.ts'
import { MoveSandbox } from '../move-sandbox.ts'
import { SandboxQueue } from '../provision/sandbox-queue.ts'

const networkLost = 'The engine lost the sandbox’s network, and with it what ran in it. Start a new one.'

/** Makes what a ready sandbox needs be there again: after a restart of the server, the guard, the gateway, the engine. */
@Injectable()
export class RestoreSandboxes {
  /** Whose probes this process has set; the gateway keeps them while no server is connected. */
  readonly #probed = new Set<string>()

  constructor(
    private readonly labs: LabCatalog,
    private readonly guard: SandboxGuard,
    private readonly gateway: ProbeGateway,
    private readonly settings: SandboxSettings,
    private readonly move: MoveSandbox,
    private readonly queue: SandboxQueue,
    private readonly log: PlatformLog,
  ) {}

  /** `owned`: what the engine has of it; undefined: nothing. `openGuards`: undefined when the guard is away. */
  async execute(
    sandbox: Sandbox,
    owned: OwnedSandbox | undefined,
    openGuards: ReadonlySet<string> | undefined,
  ): Promise<void> {
    if (!owned?.hasNetwork) return this.giveUp(sandbox)
    if (!owned.isWorkstationRunning || !owned.isJudgeRunning) return this.repair(sandbox, owned)
    if (openGuards && !openGuards.has(sandbox.id)) await this.openGuard(sandbox)
    if (sandbox.claim === 'claimed' && !this.#probed.has(sandbox.id)) await this.setProbes(sandbox)
  }

  /** Forgets sandboxes that are not live any more. */
  keepOnly(liveIds: ReadonlySet<string>): void {
    for (const id of this.#probed) if (!liveIds.has(id)) this.#probed.delete(id)
  }

  private async giveUp(sandbox: Sandbox): Promise<void> {
    const moved = await this.move.execute(sandbox.id, {
      to: 'failed',
      change: { failure: networkLost },
      reason: networkLost,
    })
    if (moved) this.queue.push(sandbox.id, 'teardown')
  }

  /** A stopped container is started with its files; one that is gone is made anew and gets the lab’s files again. */
  private async repair(sandbox: Sandbox, owned: OwnedSandbox): Promise<void> {
    const lost: StepId[] = owned.hasWorkstation ? [] : ['files']
    const steps = reopened(sandbox.steps, ['guard', 'workstation', 'judge', 'gateway', 'probes', ...lost])
    this.log.warn('a sandbox is repaired', { sandboxId: sandbox.id, hasWorkstation: owned.hasWorkstation })
    const moved = await this.move.execute(sandbox.id, {
      to: 'provisioning',
      change: { steps },
      reason: owned.hasWorkstation ? 'its containers had stopped' : 'its workstation was lost',
    })
    if (moved) this.queue.push(sandbox.id, 'provision', { first: true })
  }

  private async openGuard(sandbox: Sandbox): Promise<void> {
    const lab = this.labs.find(sandbox.labId)
    if (!lab) return
    const sockets = this.guard.socketDirs(sandbox.id)
    const { instance } = this.settings
    await this.guard.open(guardPolicy(sandbox, lab, { instance, sockets, phase: 'open' }))
  }

  private async setProbes(sandbox: Sandbox): Promise<void> {
    const lab = this.labs.find(sandbox.labId)
    // While the link is down each would wait for it, and all sandboxes behind it; a later pass does it.
    if (!lab || !this.gateway.isConnected()) return
    await this.gateway.setProbes(sandbox.id, sandboxProbes(sandbox, lab))
    this.#probed.add(sandbox.id)
  }
}
