import { Injectable } from '@nestjs/common'
import type { Lab } from '../../../domain/lab/lab.ts'
import { Clock, LabCatalog, RandomSource, SandboxEngine, SandboxStore } from '../../../domain/ports/index.ts'
import { newSandbox } from '../../../domain/sandbox/new-sandbox.ts'
import { isActive } from '../../../domain/sandbox/sandbox-state.ts'
import { SandboxSettings } from '../../../domain/sandbox/sandbox-settings.ts'
import type { Sandbox } from '../../../domain/sandbox/sandbox.ts'
import { capacityTurn } from '../check-capacity.ts'
import { SandboxQueue } from '../provision/sandbox-queue.ts'
import { TakeTurn } from '../provision/take-turn.ts'
import { WarmUpPause } from './warm-up-pause.ts'

/** Half of a host at most waits for learners; the rest is theirs. */
const poolShare = 0.5

/** Keeps as many warm sandboxes of each lab as its file asks for, while the host has room and they do not fail. */
@Injectable()
export class RefillPool {
  readonly #pause = new WarmUpPause()

  constructor(
    private readonly sandboxes: SandboxStore,
    private readonly labs: LabCatalog,
    private readonly engine: SandboxEngine,
    private readonly random: RandomSource,
    private readonly clock: Clock,
    private readonly settings: SandboxSettings,
    private readonly queue: SandboxQueue,
    private readonly turn: TakeTurn,
  ) {}

  /** Gives how many were asked for. */
  async execute(): Promise<number> {
    if (!this.settings.isPoolOn) return 0
    await this.#pause.look((id) => this.sandboxes.find(id), this.clock.now())
    const live = await this.sandboxes.listLive()
    const warm = live.filter((each) => each.claim === 'warm' && isActive(each))
    let room = Math.min(
      Math.floor(this.settings.maxSandboxes * poolShare) - warm.length,
      this.settings.maxSandboxes - live.length,
    )
    let made = 0
    for (const lab of this.labs.list()) {
      const wanted = this.missing(lab, warm)
      if (wanted <= 0 || room <= 0) continue
      if (this.#pause.isPaused(lab.id, lab.digest, this.clock.now())) continue
      if ((await this.engine.missingImages(lab.file.spec.images)).length > 0) continue
      const count = Math.min(wanted, room)
      for (let index = 0; index < count; index++)
        if (await this.turn.execute(capacityTurn, () => this.make(lab))) made += 1
      room -= count
    }
    return made
  }

  private missing(lab: Lab, warm: readonly Sandbox[]): number {
    const there = warm.filter((each) => each.labId === lab.id && each.labDigest === lab.digest)
    return lab.file.spec.warm.pool - there.length
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
    this.#pause.begun(sandbox)
    this.queue.push(sandbox.id, 'provision')
    return true
  }
}
