import type { Classroom, Learner, Preparation } from '@noops-dojo/contracts'

export abstract class ClassroomStore {
  abstract list(): Promise<Classroom[]>
  abstract insert(classroom: Classroom): Promise<void>
  abstract find(id: string): Promise<Classroom | undefined>
  abstract findByCode(code: string): Promise<Classroom | undefined>
  abstract close(id: string, at: number): Promise<Classroom | undefined>
  /** Replaces what the class asked for before; null: nothing any more. */
  abstract savePreparation(classroomId: string, preparation: Preparation | null): Promise<void>
  /** Of classes that are not closed, those that are not over at `now` (epoch ms), by class. */
  abstract listPreparations(now: number): Promise<ReadonlyMap<string, Preparation>>
  abstract insertLearner(learner: Learner): Promise<void>
  abstract saveLearner(learner: Learner): Promise<void>
  abstract findLearner(id: string): Promise<Learner | undefined>
  abstract listLearners(classroomId: string): Promise<Learner[]>
}
