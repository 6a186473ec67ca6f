import { Injectable } from '@nestjs/common'
import type { Lab } from '../../domain/lab/lab.ts'
import { Clock, EventLog, PlatformLog, ProbeGateway, SandboxStore } from '../../domain/ports/index.ts'
import { hardDeadline } from '../../domain/sandbox/deadlines.ts'
import { drawParameters } from '../../domain/sandbox/lab/lab-parameters.ts'
import { hasParameters } from '../../domain/sandbox/new-sandbox.ts'
import { reopened } from '../../domain/sandbox/provision-steps.ts'
import { sandboxProbes } from '../../domain/sandbox/lab/sandbox-probes.ts'
import type { Sandbox, SandboxChange } from '../../domain/sandbox/sandbox.ts'
import { OpenFirstTerminal } from './open-first-terminal.ts'
import { SandboxQueue } from './provision/sandbox-queue.ts'

export interface Claimant {
  readonly owner: 'learner' | 'grader' | 'instructor'
  readonly learnerId: string | null
  readonly classroomId: string | null
}

/** The steps that know the parameters are made anew with them. */
const binding = (warm: Sandbox, lab: Lab): SandboxChange => ({
  state: 'provisioning',
  params: drawParameters(lab.file.spec.params, warm.seed),
  steps: reopened(warm.steps, ['files', 'setup', 'probes']),
})

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
    const claimed = await this.sandboxes.claimWarm(lab.id, lab.digest, (warm) => ({
      ...{ owner, learnerId, classroomId, claimedAt: now, lastActiveAt: now },
      endsAt: hardDeadline(lab.file.spec.limits, now),
      // With the claim, not after it: whoever finds it provisioning must find the parameters too.
      ...(bound ? binding(warm, lab) : { state: 'ready' }),
    }))
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
    if (!bound) return this.probe(claimed, lab)
    this.queue.push(claimed.id, 'provision', { first: true })
    return claimed
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
