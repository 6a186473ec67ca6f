import type { Classroom, Learner, Preparation } from '@noops-dojo/contracts'
import { ClassroomStore } from '../../domain/ports/store/classroom-store.ts'

export class MemoryClassroomStore extends ClassroomStore {
  readonly classrooms = new Map<string, Classroom>()
  readonly learners = new Map<string, Learner>()
  readonly preparations = new Map<string, Preparation>()

  async list(): Promise<Classroom[]> {
    return [...this.classrooms.values()].sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
  }

  async insert(classroom: Classroom): Promise<void> {
    if ((await this.findByCode(classroom.code)) !== undefined) throw new Error('the code is taken')
    this.classrooms.set(classroom.id, { ...classroom })
  }

  async find(id: string): Promise<Classroom | undefined> {
    return this.classrooms.get(id)
  }

  async findByCode(code: string): Promise<Classroom | undefined> {
    return [...this.classrooms.values()].find((classroom) => classroom.code === code)
  }

  async close(id: string, at: number): Promise<Classroom | undefined> {
    const classroom = this.classrooms.get(id)
    if (classroom !== undefined) this.classrooms.set(id, { ...classroom, closedAt: classroom.closedAt ?? at })
    return this.classrooms.get(id)
  }

  async savePreparation(classroomId: string, preparation: Preparation | null): Promise<void> {
    if (preparation === null) this.preparations.delete(classroomId)
    else this.preparations.set(classroomId, { ...preparation })
  }

  async listPreparations(now: number): Promise<ReadonlyMap<string, Preparation>> {
    const isOpen = (id: string) => this.classrooms.get(id)?.closedAt === null
    return new Map([...this.preparations].filter(([id, { until }]) => isOpen(id) && until > now))
  }

  async insertLearner(learner: Learner): Promise<void> {
    this.learners.set(learner.id, { ...learner })
  }

  async saveLearner(learner: Learner): Promise<void> {
    const { joinedAt } = this.learners.get(learner.id) as Learner
    this.learners.set(learner.id, { ...learner, joinedAt })
  }

  async findLearner(id: string): Promise<Learner | undefined> {
    return this.learners.get(id)
  }

  async listLearners(classroomId: string): Promise<Learner[]> {
    return [...this.learners.values()]
      .filter((learner) => learner.classroomId === classroomId)
      .sort((a, b) => a.joinedAt - b.joinedAt || (a.id < b.id ? -1 : 1))
  }
}
