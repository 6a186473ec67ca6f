import { Injectable } from '@nestjs/common'
import type { Session } from '@noops-dojo/contracts'
import type { Caller } from '../../domain/classroom/caller.ts'
import { ClassroomStore, RoomAddress } from '../../domain/ports/index.ts'

/** Tells a caller who they are. */
@Injectable()
export class ReadSession {
  constructor(
    private readonly classrooms: ClassroomStore,
    private readonly address: RoomAddress,
  ) {}

  async execute(caller: Caller): Promise<Session> {
    if (caller.role === 'instructor') return { role: 'instructor', roomOrigin: this.address.origin() }
    if (caller.role !== 'learner') return { role: caller.role }
    const { learner } = caller
    const classroom = await this.classrooms.find(learner.classroomId)
    return {
      role: 'learner',
      learner,
      classroom: classroom === undefined ? undefined : { id: classroom.id, name: classroom.name },
    }
  }
}
