import { Injectable } from '@nestjs/common'
import { ClassroomStore, PlatformLog } from '../../domain/ports/index.ts'
import { CreateClassroom } from './create-classroom.ts'

/** Makes the class "Dojo" at the very first start, so that there is a code to join with. */
@Injectable()
export class EnsureFirstClassroom {
  constructor(
    private readonly classrooms: ClassroomStore,
    private readonly createClassroom: CreateClassroom,
    private readonly log: PlatformLog,
  ) {}

  async execute(): Promise<void> {
    if ((await this.classrooms.list()).length > 0) return
    const classroom = await this.createClassroom.execute('Dojo')
    this.log.info('Made the first class.', { classroomId: classroom.id })
  }
}
