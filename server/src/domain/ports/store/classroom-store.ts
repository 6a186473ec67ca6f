import type { Classroom, Learner } from '@noops-dojo/contracts'

export abstract class ClassroomStore {
  abstract list(): Promise<Classroom[]>
  abstract insert(classroom: Classroom): Promise<void>
  abstract find(id: string): Promise<Classroom | undefined>
  abstract findByCode(code: string): Promise<Classroom | undefined>
  abstract close(id: string, at: number): Promise<Classroom | undefined>
  abstract insertLearner(learner: Learner): Promise<void>
  abstract saveLearner(learner: Learner): Promise<void>
  abstract findLearner(id: string): Promise<Learner | undefined>
  abstract listLearners(classroomId: string): Promise<Learner[]>
}
