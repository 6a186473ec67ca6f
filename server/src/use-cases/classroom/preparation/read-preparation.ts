import { Injectable } from '@nestjs/common'
import { DojoError, type Classroom, type Preparation, type PreparationView } from '@noops-dojo/contracts'
import { takenOf } from '../../../domain/classroom/preparation.ts'
import { ClassroomStore, Clock, LabCatalog, SandboxStore } from '../../../domain/ports/index.ts'
import { isActive, isUsable } from '../../../domain/sandbox/sandbox-state.ts'

/** What is kept ready for a class, and how far it is. */
@Injectable()
export class ReadPreparation {
  constructor(
    private readonly classrooms: ClassroomStore,
    private readonly sandboxes: SandboxStore,
    private readonly labs: LabCatalog,
    private readonly clock: Clock,
  ) {}

  /** Null: nothing is. Throws NOT_FOUND. */
  async execute(classroomId: string): Promise<PreparationView | null> {
    const { closedAt } = await this.classroom(classroomId)
    const preparation = await this.classrooms.findPreparation(classroomId)
    if (preparation === undefined || closedAt !== null || preparation.until <= this.clock.now()) return null
    return this.view(classroomId, preparation)
  }

  /** The class itself. Throws NOT_FOUND. */
  async classroom(classroomId: string): Promise<Classroom> {
    const classroom = await this.classrooms.find(classroomId)
    if (classroom !== undefined) return classroom
    throw new DojoError('NOT_FOUND', 'There is no such class. GET /api/classrooms lists all.')
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
