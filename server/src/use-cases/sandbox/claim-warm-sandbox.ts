import { Injectable } from '@nestjs/common'
import type { Lab } from '../../domain/lab/lab.ts'
import { Clock, EventLog, PlatformLog, ProbeGateway, SandboxStore } from '../../domain/ports/index.ts'
import { hardDeadline } from '../../domain/sandbox/deadlines.ts'
import { drawParameters } from '../../domain/sandbox/lab-parameters.ts'
import { hasParameters } from '../../domain/sandbox/new-sandbox.ts'
import { reopened } from '../../domain/sandbox/provision-steps.ts'
import { sandboxProbes } from '../../domain/sandbox/sandbox-probes.ts'
import type { Sandbox, SandboxChange } from '../../domain/sandbox/sandbox.ts'
import { OpenFirstTerminal } from './open-first-terminal.ts'
import { SandboxQueue } from './provision/sandbox-queue.ts'

export interface Claimant {
  readonly owner: 'learner' | 'grader' | 'instructor'
  readonly learnerId: string | null
  readonly classroomId: string | null
}

/** Gives a warm sandbox to somebody: parameters are bound now, never at warm-up. */
@Injectable()
export class ClaimWarmSandbox {
  constructor(
    private readonly sandboxes: SandboxStore,
    private readonly events: EventLog,
    private readonly gateway: ProbeGateway,
    private readonly clock: Clock,
    private readonly queue: SandboxQueue,
    private readonly openTerminal: OpenFirstTerminal,
    private readonly log: PlatformLog,
  ) {}

  /** Undefined: the pool has none. One with parameters goes through its last steps first; others are ready at once. */
  async execute(lab: Lab, claimant: Claimant): Promise<Sandbox | undefined> {
    const now = this.clock.now()
    const bound = hasParameters(lab)
    const { owner, learnerId, classroomId } = claimant
    const change: SandboxChange = {
      ...{ owner, learnerId, classroomId },
      claim: 'claimed',
      state: bound ? 'provisioning' : 'ready',
      claimedAt: now,
      endsAt: hardDeadline(lab.file.spec.limits, now),
      lastActiveAt: now,
    }
    const claimed = await this.sandboxes.claimWarm(lab.id, lab.digest, change)
    if (!claimed) return undefined
    if (!bound) this.openTerminal.execute(claimed)
    await this.events.append([
      {
        sandboxId: claimed.id,
        at: now,
        kind: 'sandbox.state',
        actor: owner,
        data: { state: claimed.state, reason: 'claimed from the warm pool' },
      },
    ])
    return bound ? this.bind(claimed, lab) : this.probe(claimed, lab)
  }

  private async bind(claimed: Sandbox, lab: Lab): Promise<Sandbox> {
    const change = {
      params: drawParameters(lab.file.spec.params, claimed.seed),
      steps: reopened(claimed.steps, ['files', 'setup', 'probes']),
    }
    const bound = await this.sandboxes.change(claimed.id, ['provisioning'], change)
    this.queue.push(claimed.id, 'provision', { first: true })
    return bound ?? claimed
  }

  /** A gateway that is away gets the probes with the next reconcile: nobody waits for it here. */
  private async probe(claimed: Sandbox, lab: Lab): Promise<Sandbox> {
    const probes = sandboxProbes(claimed, lab)
    if (probes.length === 0 || !this.gateway.isConnected()) return claimed
    await this.gateway.setProbes(claimed.id, probes).catch((error: unknown) => {
      this.log.warn('probes of a claimed sandbox wait', { sandboxId: claimed.id, error: String(error) })
    })
    return claimed
  }
}
