import { Injectable } from '@nestjs/common'
import { DojoError, type Classroom } from '@noops-dojo/contracts'
import { ClassroomStore, Clock } from '../../domain/ports/index.ts'

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
    throw new DojoError('NOT_FOUND', 'There is no such class. GET /api/classrooms lists all.')
  }
}
