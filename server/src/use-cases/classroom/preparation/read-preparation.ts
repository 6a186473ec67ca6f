import { Injectable } from '@nestjs/common'
import type { Preparation, PreparationView } from '@noops-dojo/contracts'
import { takenOf } from '../../../domain/classroom/preparation.ts'
import { ClassroomStore, Clock, LabCatalog, SandboxStore } from '../../../domain/ports/index.ts'
import { isActive, isUsable } from '../../../domain/sandbox/sandbox-state.ts'
import { FindClassroom } from '../find-classroom.ts'

/** What is kept ready for a class, and how far it is. */
@Injectable()
export class ReadPreparation {
  constructor(
    private readonly classrooms: ClassroomStore,
    private readonly findClassroom: FindClassroom,
    private readonly sandboxes: SandboxStore,
    private readonly labs: LabCatalog,
    private readonly clock: Clock,
  ) {}

  /** Null: nothing is. Throws NOT_FOUND. */
  async execute(classroomId: string): Promise<PreparationView | null> {
    await this.findClassroom.execute(classroomId)
    const preparation = (await this.classrooms.listPreparations(this.clock.now())).get(classroomId)
    return preparation === undefined ? null : this.view(classroomId, preparation)
  }

  private async view(classroomId: string, preparation: Preparation): Promise<PreparationView> {
    const digest = this.labs.find(preparation.labId)?.digest
    const warm = (await this.sandboxes.listLive()).filter(
      (each) => each.claim === 'warm' && each.labId === preparation.labId && each.labDigest === digest,
    )
    const ready = warm.filter(isUsable).length
    const taken = takenOf(preparation, await this.sandboxes.listOfClassroom(classroomId))
    const coming = warm.filter(isActive).length - ready
    const missing = Math.max(0, preparation.count - taken - ready - coming)
    return { ...preparation, ready, coming, taken, missing }
  }
}
