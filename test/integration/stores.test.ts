import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { projectRoot } from '../../server/src/config/environment.ts'
import { readMigrationFolder } from '../../server/src/adapters/prisma/migration-folder.ts'
import * as prisma from '../../server/src/adapters/prisma/stores.ts'
import { verifyChain } from '../../server/src/domain/event/hash-chain.ts'
import { aVerdict } from '../../server/src/testing/store-contracts/a-verdict.ts'
import { attemptSampleStoreContract } from '../../server/src/testing/store-contracts/attempt-sample-store-contract.ts'
import { classroomStoreContract } from '../../server/src/testing/store-contracts/classroom-store-contract.ts'
import { eventLogContract } from '../../server/src/testing/store-contracts/event-log-contract.ts'
import { fresh } from '../../server/src/testing/store-contracts/fresh.ts'
import * as ownership from '../../server/src/testing/store-contracts/ownership-store-contracts.ts'
import * as progress from '../../server/src/testing/store-contracts/progress-store-contracts.ts'
import { sandboxStoreContract } from '../../server/src/testing/store-contracts/sandbox-store-contract.ts'

const lines: string[] = []
let dataDir: string
let database: prisma.Database
const cache = new Map<unknown, unknown>()

const open = <T>(adapter: new (database: prisma.Database) => T) => {
  return (): T => {
    if (!cache.has(adapter)) cache.set(adapter, new adapter(database))
    return cache.get(adapter) as T
  }
}
const ready = (other: prisma.Database) => new Promise<void>((resolve) => other.whenReady(resolve))
const connect = (databaseUrl?: string) =>
  prisma.openDatabase({
    databaseUrl,
    dataDir,
    password: 'a password: with ?/@ in it',
    migrationsDir: join(projectRoot, 'prisma/migrations'),
    schemaFile: join(projectRoot, 'prisma/schema.prisma'),
    log: (level, message) => lines.push(`${level} ${message}`),
    retryMs: 100,
  })

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'dojo-stores-'))
  database = connect()
  await ready(database)
})

afterAll(async () => {
  await open(prisma.PrismaEventLog)().stop()
  await database.stop()
  await rm(dataDir, { recursive: true, force: true })
})

describe('in PostgreSQL', () => {
  eventLogContract(open(prisma.PrismaEventLog))
  sandboxStoreContract(open(prisma.PrismaSandboxStore))
  classroomStoreContract(open(prisma.PrismaClassroomStore))
  progress.taskStoreContract(open(prisma.PrismaTaskStore))
  progress.attemptStoreContract(open(prisma.PrismaAttemptStore))
  attemptSampleStoreContract(open(prisma.PrismaAttemptSampleStore))
  progress.faultLedgerContract(open(prisma.PrismaFaultLedger))
  ownership.ticketStoreContract(open(prisma.PrismaTicketStore))
  ownership.leaseStoreContract(open(prisma.PrismaLeaseStore))
  ownership.cursorStoreContract(open(prisma.PrismaCursorStore))
})

describe('what an earlier version stored', () => {
  it('is a verdict without the place of its outage: it is read as unknown', async () => {
    const store = open(prisma.PrismaAttemptStore)()
    const attempt = { ...progress.anAttempt(), phase: 'done' as const }
    await store.insert(attempt)
    await store.save({ ...attempt, verdict: aVerdict(attempt.id) })
    await database.sql(
      `UPDATE "Attempt" SET verdict = verdict #- '{injections,0,outageAt}' WHERE id = '${attempt.id}'`,
      [],
    )
    expect((await store.find(attempt.id))?.verdict?.injections).toMatchObject([{ outageAt: null }])
  })
})

describe('the migrations', () => {
  it('are recorded as `prisma migrate deploy` records them: finished, with the sha256 of the file', async () => {
    const folder = await readMigrationFolder(join(projectRoot, 'prisma/migrations'))
    const recorded = await database.sql<{ migration_name: string; checksum: string }>(
      'SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name',
      [],
    )
    expect(recorded).toEqual(
      folder.migrations.map(({ path, sql }) => ({
        migration_name: path,
        checksum: createHash('sha256').update(sql).digest('hex'),
      })),
    )
  })
})

describe('two servers on one database', () => {
  it('apply the migrations once and hear each other’s events on one unbroken chain', async () => {
    const second = connect(database.url)
    await ready(second)
    expect(lines.filter((line) => line.includes('Applied the migrations'))).toHaveLength(1)
    const [here, there] = [open(prisma.PrismaEventLog)(), new prisma.PrismaEventLog(second)]
    const id = fresh()
    const event = { sandboxId: id, at: 1, kind: 'touch.ui' as const, actor: 'learner' as const, data: {} }
    await here.append([event])
    const seen: number[] = []
    there.subscribe(id, ({ seq }) => seen.push(seq))
    // The other server listens once its connection is up; its own event proves that it is.
    await there.append([event])
    await vi.waitFor(() => expect(seen).toContain(2), { timeout: 5_000 })
    await Promise.all(Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? here : there).append([event])))
    await vi.waitFor(() => expect(seen.at(-1)).toBe(42), { timeout: 5_000 })
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
    expect(verifyChain(await there.list(id, 0, 100))).toMatchObject({ ok: true, head: { seq: 42 } })
    await there.stop()
    await second.stop()
  })
})
