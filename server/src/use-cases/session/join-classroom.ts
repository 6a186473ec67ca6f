import { Injectable } from '@nestjs/common'
import { DojoError, type Classroom, type Learner, type Locale } from '@noops-dojo/contracts'
import type { Caller } from '../../domain/classroom/caller.ts'
import { ClassroomStore, Clock, RandomSource } from '../../domain/ports/index.ts'

export interface JoinRequest {
  readonly code: string
  readonly nickname: string
  readonly locale: Locale
  /** Ids of learners that sat at this browser before, as its sealed cookie says. */
  readonly seats: readonly string[]
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
   * The same nickname in the same class and browser stays the same learner with the same sandboxes, also after signing out.
   * Throws JOIN_CODE_UNKNOWN, CLASSROOM_CLOSED.
   */
  async execute(caller: Caller, request: JoinRequest): Promise<{ learner: Learner; classroom: Classroom }> {
    const classroom = await this.openClassroom(request.code)
    const again = await this.sameLearner(caller, classroom, request)
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

  private async sameLearner(
    caller: Caller,
    classroom: Classroom,
    { nickname, seats }: JoinRequest,
  ): Promise<Learner | undefined> {
    const known = caller.role === 'learner' ? [caller.learner] : []
    const seated = await Promise.all(seats.map((id) => this.classrooms.findLearner(id)))
    return [...known, ...seated].find(
      (learner) => learner?.classroomId === classroom.id && learner.nickname === nickname,
    )
  }
}
