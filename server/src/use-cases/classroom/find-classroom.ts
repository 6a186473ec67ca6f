import { Injectable } from '@nestjs/common'
import { DojoError, type Classroom } from '@noops-dojo/contracts'
import { ClassroomStore } from '../../domain/ports/index.ts'

export const noSuchClass = (): DojoError =>
  new DojoError('NOT_FOUND', 'There is no such class. GET /api/classrooms lists all.')

/** A class, open or closed. */
@Injectable()
export class FindClassroom {
  constructor(private readonly classrooms: ClassroomStore) {}

  /** Throws NOT_FOUND. */
  async execute(classroomId: string): Promise<Classroom> {
    const classroom = await this.classrooms.find(classroomId)
    if (classroom === undefined) throw noSuchClass()
    return classroom
  }
}
