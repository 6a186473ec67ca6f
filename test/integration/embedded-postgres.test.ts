import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { EmbeddedPostgres } from '../../server/src/adapters/prisma/embedded/embedded-postgres.ts'
import { isAlive } from '../../server/src/adapters/prisma/embedded/postmaster.ts'
import * as prisma from '../../server/src/adapters/prisma/stores.ts'
import { projectRoot } from '../../server/src/config/environment.ts'

const password = 'secret/with?odd@characters'
let dataDir: string
let bystander: ChildProcess | undefined
const started: EmbeddedPostgres[] = []

const server = () => {
  const embedded = new EmbeddedPostgres(dataDir, password)
  started.push(embedded)
  return embedded
}
const query = async (connectionString: string, sql: string) => {
  const client = new pg.Client({ connectionString })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[]
  } finally {
    await client.end()
  }
}
const gone = (pid: number | undefined) =>
  vi.waitFor(() => expect(isAlive(pid as number)).toBe(false), { timeout: 10_000 })

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'dojo-pg-'))
})
afterEach(async () => {
  for (const embedded of started.splice(0)) await embedded.stop()
  bystander?.kill('SIGKILL')
  bystander = undefined
  await rm(dataDir, { recursive: true, force: true })
})

describe('the embedded database', () => {
  it('is closed to those without its password, and keeps its folder to itself', async () => {
    const url = await server().start()
    await expect(query(url.replace(/:\/\/dojo:[^@]*@/, '://dojo:guess@'), 'SELECT 1')).rejects.toThrow(
      /password/,
    )
    expect((await stat(join(dataDir, 'db'))).mode & 0o077).toBe(0)
    expect((await stat(dataDir)).mode & 0o007).toBe(0)
    expect(existsSync(join(dataDir, 'db.new-1.password'))).toBe(false)
  })

  it('is adopted by the next server when the one that started it was killed', async () => {
    const first = server()
    const url = await first.start()
    await query(url, 'CREATE TABLE kept AS SELECT 7 AS n')
    const second = server()
    expect(await second.start()).toBe(url)
    expect(second.pid).toBe(first.pid)
    await second.stop()
    expect(first.isRunning()).toBe(false)
    expect(await query(await server().start(), 'SELECT n FROM kept')).toEqual([{ n: 7 }])
  })

  it('comes up again after it was killed itself, with all that was committed', async () => {
    const first = server()
    await query(await first.start(), 'CREATE TABLE kept AS SELECT 7 AS n')
    process.kill(first.pid as number, 'SIGKILL')
    await gone(first.pid)
    expect(await query(await server().start(), 'SELECT n FROM kept')).toEqual([{ n: 7 }])
  })

  it('is not fooled by an id file whose process is somebody else’s', async () => {
    const first = server()
    await first.start()
    const idFile = join(dataDir, 'db/postmaster.pid')
    const text = await readFile(idFile, 'utf8')
    await first.stop()
    bystander = spawn('sleep', ['60'])
    await writeFile(idFile, text.replace(/^\d+/, String(bystander.pid)))
    const second = server()
    await second.start()
    expect(second.pid).not.toBe(bystander.pid)
    expect(bystander.exitCode).toBeNull()
    expect(isAlive(bystander.pid as number)).toBe(true)
  })

  it('says at once that the secrets are not those of its folder, and leaves a running one alone', async () => {
    const first = server()
    await first.start()
    const other = new EmbeddedPostgres(dataDir, 'another password')
    await expect(other.start()).rejects.toThrow(/does not take the password/)
    expect(first.isRunning()).toBe(true)
  })

  it('starts from scratch over what an interrupted first start left', async () => {
    await mkdir(join(dataDir, 'db.new-1'), { recursive: true })
    await writeFile(join(dataDir, 'db.new-1/PG_VERSION'), '18\n')
    await writeFile(join(dataDir, 'db.new-1.password'), 'old\n')
    const url = await server().start()
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    expect(existsSync(join(dataDir, 'db.new-1'))).toBe(false)
    expect(existsSync(join(dataDir, 'db.new-1.password'))).toBe(false)
  })
})

describe('the connection', () => {
  const connect = (lines: string[]) =>
    prisma.openDatabase({
      databaseUrl: undefined,
      dataDir,
      password,
      migrationsDir: join(projectRoot, 'prisma/migrations'),
      schemaFile: join(projectRoot, 'prisma/schema.prisma'),
      log: (level, message) => lines.push(`${level} ${message}`),
      retryMs: 100,
    })

  it('says DATABASE_AWAY while the database is down, brings it back, and loses no event and no subscriber', async () => {
    const lines: string[] = []
    const database = connect(lines)
    expect(await database.health()).toMatchObject({ ok: false })
    const log = new prisma.PrismaEventLog(database)
    const event = {
      sandboxId: 'sandbox001',
      at: 1,
      kind: 'touch.ui' as const,
      actor: 'learner' as const,
      data: {},
    }
    await expect(log.append([event])).rejects.toMatchObject({ code: 'DATABASE_AWAY' })
    await new Promise<void>((resolve) => database.whenReady(resolve))
    await log.append([event])
    const seen: number[] = []
    log.subscribe('sandbox001', ({ seq }) => seen.push(seq))
    const pid = Number((await readFile(join(dataDir, 'db/postmaster.pid'), 'utf8')).split('\n')[0])
    process.kill(pid, 'SIGKILL')
    await gone(pid)
    await expect(log.append([event])).rejects.toMatchObject({ code: 'DATABASE_AWAY' })
    await vi.waitFor(async () => expect(await log.append([event])).toHaveLength(1), {
      timeout: 30_000,
      interval: 100,
    })
    await vi.waitFor(() => expect(seen).toEqual([2]), { timeout: 10_000 })
    expect((await log.list('sandbox001', 0, 10)).map(({ seq }) => seq)).toEqual([1, 2])
    await log.stop()
    await database.stop()
  }, 120_000)
})
