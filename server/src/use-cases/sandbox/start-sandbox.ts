import { Injectable } from '@nestjs/common'
import { DojoError } from '@noops-dojo/contracts'
import type { Lab } from '../../domain/lab/lab.ts'
import { Clock, EventLog, RandomSource, SandboxStore } from '../../domain/ports/index.ts'
import { drawParameters } from '../../domain/sandbox/lab/lab-parameters.ts'
import { newSandbox } from '../../domain/sandbox/new-sandbox.ts'
import { isActive } from '../../domain/sandbox/sandbox-state.ts'
import { SandboxSettings } from '../../domain/sandbox/sandbox-settings.ts'
import type { Sandbox } from '../../domain/sandbox/sandbox.ts'
import { FindLab } from '../lab/find-lab.ts'
import { CheckCapacity, capacityTurn } from './check-capacity.ts'
import { ClaimWarmSandbox } from './claim-warm-sandbox.ts'
import { SandboxQueue } from './provision/sandbox-queue.ts'
import { TakeTurn } from './provision/take-turn.ts'

export interface StartRequest {
  readonly labId: string
  readonly owner: 'learner' | 'grader' | 'instructor'
  /** Null for graders and instructors. */
  readonly learnerId: string | null
  readonly classroomId: string | null
  /** Graders only: makes parameters and sealed moments repeatable; such a sandbox is never a warm one. */
  readonly seed?: string
  readonly cold?: boolean
}

/** Asks for a sandbox: a row and an event, nothing else. The queue does the work. */
@Injectable()
export class StartSandbox {
  constructor(
    private readonly sandboxes: SandboxStore,
    private readonly labs: FindLab,
    private readonly events: EventLog,
    private readonly turn: TakeTurn,
    private readonly random: RandomSource,
    private readonly clock: Clock,
    private readonly settings: SandboxSettings,
    private readonly capacity: CheckCapacity,
    private readonly claimWarm: ClaimWarmSandbox,
    private readonly queue: SandboxQueue,
  ) {}

  /**
   * Gives the learner’s (the instructor’s) live sandbox of the same lab if there is one, else a warm or a new one.
   * Throws LAB_NOT_FOUND, LAB_INVALID, SANDBOX_LIMIT, HOST_FULL.
   */
  async execute(request: StartRequest): Promise<Sandbox> {
    const lab = this.labs.execute(request.labId)
    if (request.owner === 'grader') return this.make(lab, request)
    // Two clicks at the same time must not make two sandboxes, on whichever servers they land.
    return this.turn.execute(`start:${request.learnerId ?? 'instructor'}`, async () => {
      const own = await this.listOwn(request)
      const same = own.find((each) => each.labId === lab.id)
      if (same) return same
      if (request.owner === 'learner' && own.length >= this.settings.maxPerLearner) throw tooMany(own)
      return this.make(lab, request)
    })
  }

  private async listOwn({ owner, learnerId }: StartRequest): Promise<Sandbox[]> {
    const all =
      learnerId === null
        ? (await this.sandboxes.listLive()).filter((each) => each.owner === owner)
        : await this.sandboxes.listOfLearner(learnerId)
    return all.filter(isActive)
  }

  private async make(lab: Lab, request: StartRequest): Promise<Sandbox> {
    if (!request.cold && request.seed === undefined) {
      const warm = await this.claimWarm.execute(lab, request)
      if (warm) return warm
    }
    const sandbox = await this.turn.execute(capacityTurn, async () => {
      await this.capacity.execute(lab)
      return this.insert(lab, request)
    })
    await this.events.append([
      {
        sandboxId: sandbox.id,
        at: sandbox.createdAt,
        kind: 'sandbox.state',
        actor: request.owner,
        data: { state: 'requested', lab: lab.id },
      },
    ])
    this.queue.push(sandbox.id, 'provision', { first: true })
    return sandbox
  }

  private async insert(
    lab: Lab,
    { owner, learnerId, classroomId, ...request }: StartRequest,
  ): Promise<Sandbox> {
    const seed = request.seed ?? this.random.secret(32)
    const sandbox = newSandbox(
      lab,
      {
        id: this.random.sandboxId(),
        previewToken: this.random.secret(16),
        params: drawParameters(lab.file.spec.params, seed),
        ...{ seed, owner, learnerId, classroomId },
      },
      this.clock.now(),
    )
    await this.sandboxes.insert(sandbox)
    return sandbox
  }
}

const tooMany = (own: readonly Sandbox[]): DojoError =>
  new DojoError('SANDBOX_LIMIT', `You have ${own.length} sandboxes already. End one of them first.`, {
    sandboxes: own.map(({ id, labId }) => ({ id, labId })),
  })
