import { Injectable } from '@nestjs/common'
import type { Preparation, PreparationHindrance, PreparationView } from '@noops-dojo/contracts'
import { askedBefore, expectedOf, takenOf, type LabStart } from '../../../domain/classroom/preparation.ts'
import type { Lab } from '../../../domain/lab/lab.ts'
import { ClassroomStore, Clock, LabCatalog, SandboxStore } from '../../../domain/ports/index.ts'
import { SandboxSettings } from '../../../domain/sandbox/sandbox-settings.ts'
import { isActive, isUsable } from '../../../domain/sandbox/sandbox-state.ts'
import { ReadLabReadiness } from '../../lab/lab-readiness.ts'
import { WarmUpPause } from '../../sandbox/upkeep/warm-up-pause.ts'
import { FindClassroom } from '../find-classroom.ts'

/** What is kept ready for a class, how far it is, and what is in the way. */
@Injectable()
export class ReadPreparation {
  constructor(
    private readonly classrooms: ClassroomStore,
    private readonly findClassroom: FindClassroom,
    private readonly sandboxes: SandboxStore,
    private readonly labs: LabCatalog,
    private readonly readiness: ReadLabReadiness,
    private readonly pause: WarmUpPause,
    private readonly settings: SandboxSettings,
    private readonly clock: Clock,
  ) {}

  /** Null: nothing is. Throws NOT_FOUND. */
  async execute(classroomId: string): Promise<PreparationView | null> {
    await this.findClassroom.execute(classroomId)
    const preparations = await this.classrooms.listPreparations(this.clock.now())
    const preparation = preparations.get(classroomId)
    if (preparation === undefined) return null
    const promised = await this.#expectedOfAll(askedBefore(classroomId, preparations))
    return this.#view(classroomId, preparation, promised)
  }

  async #expectedOfAll(preparations: readonly [string, Preparation][]): Promise<number> {
    let total = 0
    for (const [classroomId, preparation] of preparations)
      total += expectedOf(preparation, await this.#starts(classroomId, preparation))
    return total
  }

  #starts(classroomId: string, { labId, since }: Preparation): Promise<LabStart[]> {
    return this.sandboxes.listStartsOfClassroom(classroomId, labId, since)
  }

  /** `promised`: warm sandboxes that others wait for, who asked earlier. */
  async #view(classroomId: string, preparation: Preparation, promised: number): Promise<PreparationView> {
    const lab = this.labs.find(preparation.labId)
    const live = await this.sandboxes.listLive()
    const warm = live.filter(
      ({ claim, labId, labDigest }) =>
        claim === 'warm' && labId === preparation.labId && labDigest === lab?.digest,
    )
    const ready = Math.max(0, warm.filter(isUsable).length - promised)
    const coming = Math.max(0, warm.filter(isActive).length - promised) - ready
    const taken = takenOf(preparation, await this.#starts(classroomId, preparation))
    const missing = Math.max(0, preparation.count - taken - ready - coming)
    const what = missing === 0 ? null : await this.#hindrance(lab, live.length)
    const failure = what === 'build-failed' && lab ? this.pause.lastFailure(lab.id, lab.digest) : null
    return { ...preparation, ready, coming, taken, missing, hindrance: what, failure: failure ?? null }
  }

  async #hindrance(lab: Lab | undefined, live: number): Promise<PreparationHindrance | null> {
    if (lab === undefined) return 'lab-gone'
    const { missingImages } = (await this.readiness.execute(this.labs.list()))(lab)
    if (missingImages.length > 0) return 'images-missing'
    if (this.pause.hasFailed(lab.id, lab.digest)) return 'build-failed'
    return live >= this.settings.maxSandboxes ? 'host-full' : null
  }
}
