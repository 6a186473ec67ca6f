import { SandboxStore, type DecidedOn } from '../../../domain/ports/store/sandbox-store.ts'
import type { LabStart } from '../../../domain/classroom/preparation.ts'
import type { Sandbox, SandboxChange } from '../../../domain/sandbox/sandbox.ts'
import type { Database } from '../database.ts'
import type { Prisma, Sandbox as Row } from '../generated/client.ts'
import { fromTime } from './column.ts'
import { toColumns, toRow, toSandbox, toStart } from './sandbox-row.ts'

/** `failed` sandboxes are live until what they made is removed (goneAt). */
const live: Prisma.SandboxWhereInput = { state: { not: 'gone' }, goneAt: null }

export class PrismaSandboxStore extends SandboxStore {
  constructor(private readonly database: Database) {
    super()
  }

  async insert(sandbox: Sandbox): Promise<void> {
    await this.database.run((client) => client.sandbox.create({ data: toRow(sandbox) }))
  }

  async find(id: string): Promise<Sandbox | undefined> {
    const row = await this.database.run((client) => client.sandbox.findUnique({ where: { id } }))
    return row === null ? undefined : toSandbox(row)
  }

  async findByPreviewToken(previewToken: string): Promise<Sandbox | undefined> {
    const row = await this.database.run((client) => client.sandbox.findUnique({ where: { previewToken } }))
    return row === null ? undefined : toSandbox(row)
  }

  listLive(): Promise<Sandbox[]> {
    return this.list(live, 'asc')
  }

  listOfLearner(learnerId: string): Promise<Sandbox[]> {
    return this.list({ learnerId }, 'desc')
  }

  /** A class keeps all that it ever had; boards ask every second, so the database picks. */
  async listPlacesOfClassroom(classroomId: string): Promise<Sandbox[]> {
    const rows = await this.database.run(
      (client) =>
        client.$queryRaw<Row[]>`
          SELECT * FROM "Sandbox"
          WHERE "classroomId" = ${classroomId} AND (
            ("state" <> 'gone' AND "goneAt" IS NULL)
            OR "id" IN (SELECT DISTINCT ON ("learnerId") "id" FROM "Sandbox" WHERE "classroomId" = ${classroomId}
                        ORDER BY "learnerId", "createdAt" DESC, "id" DESC))
          ORDER BY "createdAt" DESC, "id" DESC`,
    )
    return rows.map(toSandbox)
  }

  async listStartsOfClassroom(classroomId: string, labId: string, since: number): Promise<LabStart[]> {
    const gte = fromTime(since)
    const isNew: Prisma.SandboxWhereInput[] = [{ createdAt: { gte } }, { claimedAt: { gte } }]
    const where = { classroomId, labId, OR: [{ state: { notIn: ['gone', 'failed'] } }, ...isNew] }
    const select = { labId: true, state: true, learnerId: true, createdAt: true, claimedAt: true } as const
    const rows = await this.database.run((client) => client.sandbox.findMany({ where, select }))
    return rows.map(toStart)
  }

  async change(
    id: string,
    from: readonly Sandbox['state'][] | 'any',
    change: SandboxChange,
    decidedOn: DecidedOn = {},
  ): Promise<Sandbox | undefined> {
    const state = from === 'any' ? {} : { state: { in: [...from] } }
    const where = { id, ...state, ...toColumns(decidedOn) } as Prisma.SandboxWhereInput
    const [row] = await this.database.run((client) =>
      client.sandbox.updateManyAndReturn({ where, data: toColumns(change) }),
    )
    return row === undefined ? undefined : toSandbox(row)
  }

  /**
   * FOR UPDATE SKIP LOCKED: claimers at the same time get different rows, and none waits for another.
   */
  async claimWarm(
    labId: string,
    labDigest: string,
    claim: (warm: Sandbox) => SandboxChange,
  ): Promise<Sandbox | undefined> {
    return this.database.run((client) =>
      client.$transaction(async (transaction) => {
        const [picked] = await transaction.$queryRaw<{ id: string }[]>`
          SELECT "id" FROM "Sandbox"
          WHERE "labId" = ${labId} AND "labDigest" = ${labDigest} AND "claim" = 'warm' AND "state" = 'ready'
          ORDER BY "createdAt" LIMIT 1 FOR UPDATE SKIP LOCKED`
        if (picked === undefined) return undefined
        const where = { id: picked.id }
        const warm = toSandbox(await transaction.sandbox.findUniqueOrThrow({ where }))
        const row = await transaction.sandbox.update({
          where,
          data: toColumns({ ...claim(warm), claim: 'claimed' }),
        })
        return toSandbox(row)
      }),
    )
  }

  private async list(where: Prisma.SandboxWhereInput, order: 'asc' | 'desc'): Promise<Sandbox[]> {
    const rows = await this.database.run((client) =>
      client.sandbox.findMany({ where, orderBy: [{ createdAt: order }, { id: order }] }),
    )
    return rows.map(toSandbox)
  }
}
