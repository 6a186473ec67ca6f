import { Injectable } from '@nestjs/common'
import { ClassroomStore } from '../../../domain/ports/index.ts'
import { RunSandboxes } from '../../sandbox/upkeep/run-sandboxes.ts'
import { FindClassroom } from '../find-classroom.ts'

/** Keeps nothing ready for a class any more; the pool ends what nobody took. */
@Injectable()
export class EndPreparation {
  constructor(
    private readonly classrooms: ClassroomStore,
    private readonly findClassroom: FindClassroom,
    private readonly run: RunSandboxes,
  ) {}

  /** Does nothing when there is none. Throws NOT_FOUND. */
  async execute(classroomId: string): Promise<void> {
    await this.findClassroom.execute(classroomId)
    await this.classrooms.savePreparation(classroomId, null)
    this.run.reconcileSoon()
  }
}
