import { DojoError, verdict, type AttemptArm, type AttemptPhase } from '@noops-dojo/contracts'
import { AttemptStore, type StoredAttempt } from '../../../domain/ports/store/attempt-store.ts'
import { isDuplicate } from '../database-error.ts'
import type { Database } from '../database.ts'
import { Prisma, type Attempt as Row } from '../generated/client.ts'
import { fromJson, fromMaybeTime, fromTime, maybeTime, time } from './column.ts'

const toAttempt = (row: Row): StoredAttempt => ({
  ...row,
  arm: row.arm as AttemptArm,
  phase: row.phase as AttemptPhase,
  startedAt: time(row.startedAt),
  endedAt: maybeTime(row.endedAt),
  // Parsed: one that an earlier version stored lacks what came later, and gets its default.
  verdict: row.verdict === null ? null : verdict.parse(row.verdict),
})

const toRow = (attempt: StoredAttempt) => ({
  id: attempt.id,
  sandboxId: attempt.sandboxId,
  taskId: attempt.taskId,
  phase: attempt.phase,
  startedAt: fromTime(attempt.startedAt),
  endedAt: fromMaybeTime(attempt.endedAt),
  seed: attempt.seed,
  commit: attempt.commit,
  injection: attempt.injection,
  arm: attempt.arm,
  ablation: attempt.ablation,
  verdict: attempt.verdict === null ? Prisma.DbNull : fromJson(attempt.verdict),
})

export class PrismaAttemptStore extends AttemptStore {
  constructor(private readonly database: Database) {
    super()
  }

  async insert(attempt: StoredAttempt): Promise<void> {
    // The partial unique index Attempt_one_running decides, also between two servers.
    await this.database
      .run((client) => client.attempt.create({ data: toRow(attempt) }))
      .catch((error: unknown) => {
        if (!isDuplicate(error)) throw error
        const text = 'This sandbox has an attempt under way. Wait for its verdict, then start another.'
        throw new DojoError('ATTEMPT_RUNNING', text, undefined, error)
      })
  }

  async save(attempt: StoredAttempt): Promise<void> {
    await this.database.run((client) =>
      client.attempt.update({ where: { id: attempt.id }, data: toRow(attempt) }),
    )
  }

  async find(id: string): Promise<StoredAttempt | undefined> {
    const row = await this.database.run((client) => client.attempt.findUnique({ where: { id } }))
    return row === null ? undefined : toAttempt(row)
  }

  listOfSandbox(sandboxId: string): Promise<StoredAttempt[]> {
    return this.list({ sandboxId })
  }

  listUnfinished(): Promise<StoredAttempt[]> {
    return this.list({ phase: { not: 'done' } })
  }

  private async list(where: Prisma.AttemptWhereInput): Promise<StoredAttempt[]> {
    const rows = await this.database.run((client) =>
      client.attempt.findMany({ where, orderBy: [{ startedAt: 'asc' }, { id: 'asc' }] }),
    )
    return rows.map(toAttempt)
  }
}
