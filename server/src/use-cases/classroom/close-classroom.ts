import { Injectable } from '@nestjs/common'
import type { Classroom } from '@noops-dojo/contracts'
import { ClassroomStore, Clock } from '../../domain/ports/index.ts'
import { noSuchClass } from './find-classroom.ts'

/** Closes a class; nobody can join any more, who is in goes on. */
@Injectable()
export class CloseClassroom {
  constructor(
    private readonly classrooms: ClassroomStore,
    private readonly clock: Clock,
  ) {}

  /** Throws NOT_FOUND. */
  async execute(classroomId: string): Promise<Classroom> {
    const classroom = await this.classrooms.close(classroomId, this.clock.now())
    if (classroom !== undefined) return classroom
    throw noSuchClass()
  }
}
