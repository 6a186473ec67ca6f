import { Injectable } from '@nestjs/common'
import { expectedOf } from '../../../domain/classroom/preparation.ts'
import type { Lab } from '../../../domain/lab/lab.ts'
import {
  ClassroomStore,
  Clock,
  LabCatalog,
  RandomSource,
  SandboxEngine,
  SandboxStore,
} from '../../../domain/ports/index.ts'
import { newSandbox } from '../../../domain/sandbox/new-sandbox.ts'
import { planPool, type PoolDemand } from '../../../domain/sandbox/pool-plan.ts'
import { isActive, isUsable } from '../../../domain/sandbox/sandbox-state.ts'
import { SandboxSettings } from '../../../domain/sandbox/sandbox-settings.ts'
import type { Sandbox } from '../../../domain/sandbox/sandbox.ts'
import { capacityTurn } from '../check-capacity.ts'
import { EndSandbox } from '../end-sandbox.ts'
import { SandboxQueue } from '../provision/sandbox-queue.ts'
import { TakeTurn } from '../provision/take-turn.ts'
import { WarmUpPause } from './warm-up-pause.ts'

/** Half of a host at most waits because labs ask for it; the rest is for learners and for what classes prepared. */
const poolShare = 0.5

/**
 * Keeps as many warm sandboxes of each lab as its file and the prepared classes ask for, while the host has room and they
 * do not fail; ends those that nobody wants any more.
 */
@Injectable()
export class BalancePool {
  constructor(
    private readonly sandboxes: SandboxStore,
    private readonly classrooms: ClassroomStore,
    private readonly labs: LabCatalog,
    private readonly engine: SandboxEngine,
    private readonly random: RandomSource,
    private readonly clock: Clock,
    private readonly settings: SandboxSettings,
    private readonly queue: SandboxQueue,
    private readonly turn: TakeTurn,
    private readonly end: EndSandbox,
    private readonly pause: WarmUpPause,
  ) {}

  /** Gives how many were asked for. */
  async execute(): Promise<number> {
    const { isPoolOn, maxSandboxes } = this.settings
    if (!isPoolOn) return 0
    await this.pause.look((id) => this.sandboxes.find(id), this.clock.now())
    // Before the listing: who claims in between leaves one too many, which is better than one too few.
    const expected = await this.expected()
    const live = await this.sandboxes.listLive()
    const warm = live.filter((each) => each.claim === 'warm' && isActive(each))
    const labs = this.labs.list()
    const demands = await Promise.all(labs.map((lab) => this.demand(lab, expected.get(lab.id) ?? 0, warm)))
    const plan = planPool(demands, {
      free: maxSandboxes - live.length,
      leaving: live.filter((each) => !isActive(each)).length,
      keptAtMost: Math.floor(maxSandboxes * poolShare),
    })
    let made = 0
    for (const [at, lab] of labs.entries()) {
      const { make = 0, end = 0 } = plan[at] ?? {}
      if (end > 0) await this.shrink(ofLab(lab, warm), end)
      for (let index = 0; index < make; index++)
        if (await this.turn.execute(capacityTurn, () => this.make(lab))) made += 1
    }
    return made
  }

  /** Starts that prepared classes still expect, by lab. */
  private async expected(): Promise<Map<string, number>> {
    const starts = new Map<string, number>()
    for (const [classroomId, preparation] of await this.classrooms.listPreparations(this.clock.now())) {
      const { labId, since } = preparation
      const begun = await this.sandboxes.listStartsOfClassroom(classroomId, labId, since)
      starts.set(labId, (starts.get(labId) ?? 0) + expectedOf(preparation, begun))
    }
    return starts
  }

  /** One that cannot be made now asks for no more than it has; one that failed is tried once, not thirty times. */
  private async demand(lab: Lab, expected: number, warm: readonly Sandbox[]): Promise<PoolDemand> {
    const there = ofLab(lab, warm).length
    const kept = lab.file.spec.warm.pool
    const atMost = there >= Math.max(kept, expected) ? there : there + (await this.mostToBegin(lab))
    return { labId: lab.id, kept: Math.min(kept, atMost), prepared: Math.min(expected, atMost), there }
  }

  /** How many may be begun now. */
  private async mostToBegin({ id, digest, file }: Lab): Promise<number> {
    if (this.pause.isPaused(id, digest, this.clock.now())) return 0
    if ((await this.engine.missingImages(file.spec.images)).length > 0) return 0
    return this.pause.hasFailed(id, digest) ? 1 : Number.POSITIVE_INFINITY
  }

  /** Ends those that are not ready first, unless somebody claims them meanwhile. */
  private async shrink(warm: readonly Sandbox[], count: number): Promise<void> {
    const unfinishedFirst = warm.toSorted((a, b) => Number(isUsable(a)) - Number(isUsable(b)))
    for (const { id, claim } of unfinishedFirst.slice(0, count))
      await this.end.execute(id, { actor: 'platform', reason: 'nobody is expected any more' }, { claim })
  }

  /** Gives false when somebody took the last room since it was counted. */
  private async make(lab: Lab): Promise<boolean> {
    if ((await this.sandboxes.listLive()).length >= this.settings.maxSandboxes) return false
    const sandbox = newSandbox(
      lab,
      {
        id: this.random.sandboxId(),
        seed: this.random.secret(32),
        previewToken: this.random.secret(16),
        owner: 'pool',
        learnerId: null,
        classroomId: null,
        params: {},
      },
      this.clock.now(),
    )
    await this.sandboxes.insert(sandbox)
    this.pause.begun(sandbox)
    this.queue.push(sandbox.id, 'provision')
    return true
  }
}

const ofLab = (lab: Lab, warm: readonly Sandbox[]): Sandbox[] =>
  warm.filter((each) => each.labId === lab.id && each.labDigest === lab.digest)
