import { Injectable } from '@nestjs/common'
import { DojoError, type Classroom, type Learner, type Locale } from '@noops-dojo/contracts'
import type { Caller } from '../../domain/classroom/caller.ts'
import { ClassroomStore, Clock, RandomSource } from '../../domain/ports/index.ts'

export interface JoinRequest {
  readonly code: string
  readonly nickname: string
  readonly locale: Locale
}

/** Lets a person into a class by its code. */
@Injectable()
export class JoinClassroom {
  constructor(
    private readonly classrooms: ClassroomStore,
    private readonly clock: Clock,
    private readonly random: RandomSource,
  ) {}

  /**
   * The same nickname in the same browser session (`caller`) stays the same learner with the same sandboxes.
   * Throws JOIN_CODE_UNKNOWN, CLASSROOM_CLOSED.
   */
  async execute(caller: Caller, request: JoinRequest): Promise<{ learner: Learner; classroom: Classroom }> {
    const classroom = await this.openClassroom(request.code)
    const again = this.sameLearner(caller, classroom, request.nickname)
    if (again !== undefined) {
      const learner = { ...again, locale: request.locale }
      await this.classrooms.saveLearner(learner)
      return { learner, classroom }
    }
    const learner: Learner = {
      id: this.random.rowId(),
      nickname: request.nickname,
      locale: request.locale,
      classroomId: classroom.id,
      joinedAt: this.clock.now(),
    }
    await this.classrooms.insertLearner(learner)
    return { learner, classroom }
  }

  private async openClassroom(code: string): Promise<Classroom> {
    const classroom = await this.classrooms.findByCode(code)
    if (classroom === undefined)
      throw new DojoError(
        'JOIN_CODE_UNKNOWN',
        'No class has this code. Check it with your instructor: six letters or digits, without 0, O, 1 and I.',
      )
    if (classroom.closedAt !== null)
      throw new DojoError(
        'CLASSROOM_CLOSED',
        'This class is closed. Ask your instructor for the code of an open one.',
      )
    return classroom
  }

  private sameLearner(caller: Caller, classroom: Classroom, nickname: string): Learner | undefined {
    if (caller.role !== 'learner') return undefined
    const { learner } = caller
    return learner.classroomId === classroom.id && learner.nickname === nickname ? learner : undefined
  }
}
