import type { Classroom, Learner, Locale, Preparation } from '@noops-dojo/contracts'
import { ClassroomStore } from '../../../domain/ports/store/classroom-store.ts'
import type { Database } from '../database.ts'
import type {
  Classroom as ClassroomRow,
  Learner as LearnerRow,
  Preparation as PreparationRow,
} from '../generated/client.ts'
import { fromMaybeTime, fromTime, maybeTime, time } from './column.ts'

const toClassroom = (row: ClassroomRow): Classroom => ({
  id: row.id,
  name: row.name,
  code: row.code,
  createdAt: time(row.createdAt),
  closedAt: maybeTime(row.closedAt),
})

const toLearner = (row: LearnerRow): Learner => ({
  id: row.id,
  nickname: row.nickname,
  locale: row.locale as Locale,
  classroomId: row.classroomId,
  joinedAt: time(row.joinedAt),
})

const toPreparation = ({ labId, count, since, until }: PreparationRow): Preparation => ({
  labId,
  count,
  since: time(since),
  until: time(until),
})

export class PrismaClassroomStore extends ClassroomStore {
  constructor(private readonly database: Database) {
    super()
  }

  async list(): Promise<Classroom[]> {
    const rows = await this.database.run((client) =>
      client.classroom.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] }),
    )
    return rows.map(toClassroom)
  }

  async insert({ id, name, code, createdAt, closedAt }: Classroom): Promise<void> {
    const data = { id, name, code, createdAt: fromTime(createdAt), closedAt: fromMaybeTime(closedAt) }
    await this.database.run((client) => client.classroom.create({ data }))
  }

  async find(id: string): Promise<Classroom | undefined> {
    const row = await this.database.run((client) => client.classroom.findUnique({ where: { id } }))
    return row === null ? undefined : toClassroom(row)
  }

  async findByCode(code: string): Promise<Classroom | undefined> {
    const row = await this.database.run((client) => client.classroom.findUnique({ where: { code } }))
    return row === null ? undefined : toClassroom(row)
  }

  async close(id: string, at: number): Promise<Classroom | undefined> {
    // The first closing counts: closing again does not move the time.
    await this.database.run((client) =>
      client.classroom.updateMany({ where: { id, closedAt: null }, data: { closedAt: fromTime(at) } }),
    )
    return this.find(id)
  }

  async savePreparation(classroomId: string, preparation: Preparation | null): Promise<void> {
    await this.database.run(async (client) => {
      if (preparation === null) return client.preparation.deleteMany({ where: { classroomId } })
      const { labId, count, since, until } = preparation
      const data = { labId, count, since: fromTime(since), until: fromTime(until) }
      return client.preparation.upsert({
        where: { classroomId },
        create: { classroomId, ...data },
        update: data,
      })
    })
  }

  async listPreparations(now: number): Promise<ReadonlyMap<string, Preparation>> {
    const rows = await this.database.run((client) =>
      client.preparation.findMany({ where: { until: { gt: fromTime(now) }, classroom: { closedAt: null } } }),
    )
    return new Map(rows.map((row) => [row.classroomId, toPreparation(row)]))
  }

  async insertLearner({ id, nickname, locale, classroomId, joinedAt }: Learner): Promise<void> {
    const data = { id, nickname, locale, classroomId, joinedAt: fromTime(joinedAt) }
    await this.database.run((client) => client.learner.create({ data }))
  }

  async saveLearner({ id, nickname, locale, classroomId }: Learner): Promise<void> {
    await this.database.run((client) =>
      client.learner.update({ where: { id }, data: { nickname, locale, classroomId } }),
    )
  }

  async findLearner(id: string): Promise<Learner | undefined> {
    const row = await this.database.run((client) => client.learner.findUnique({ where: { id } }))
    return row === null ? undefined : toLearner(row)
  }

  async listLearners(classroomId: string): Promise<Learner[]> {
    const rows = await this.database.run((client) =>
      client.learner.findMany({ where: { classroomId }, orderBy: [{ joinedAt: 'asc' }, { id: 'asc' }] }),
    )
    return rows.map(toLearner)
  }
}
