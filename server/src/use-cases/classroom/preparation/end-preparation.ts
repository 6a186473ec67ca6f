import { Injectable } from '@nestjs/common'
import { ClassroomStore } from '../../../domain/ports/index.ts'
import { ReadPreparation } from './read-preparation.ts'

/** Keeps nothing ready for a class any more; the pool ends what nobody took. */
@Injectable()
export class EndPreparation {
  constructor(
    private readonly classrooms: ClassroomStore,
    private readonly read: ReadPreparation,
  ) {}

  /** Does nothing when there is none. Throws NOT_FOUND. */
  async execute(classroomId: string): Promise<void> {
    await this.read.classroom(classroomId)
    await this.classrooms.savePreparation(classroomId, null)
  }
}
