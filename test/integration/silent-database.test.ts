import { mkdtemp, rm } from 'node:fs/promises'
import { connect as dial, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { projectRoot } from '../../server/src/config/environment.ts'
import * as prisma from '../../server/src/adapters/prisma/stores.ts'
import { aSandbox } from '../../server/src/testing/a-sandbox.ts'
import { fresh } from '../../server/src/testing/store-contracts/fresh.ts'

/** A way to the database on loopback that can go silent: it keeps its connections and carries nothing any more. */
class SilentWay {
  readonly #pairs = new Set<readonly [Socket, Socket]>()
  readonly #server: Server
  #isSilent = false

  constructor(port: number) {
    this.#server = createServer((near) => {
      const far = dial(port, '127.0.0.1')
      const pair = [near, far] as const
      this.#pairs.add(pair)
      for (const [from, to] of [pair, [far, near] as const]) {
        from.on('data', (bytes) => this.#isSilent || to.write(bytes))
        from.on('error', () => undefined)
        from.on('close', () => this.#isSilent || to.destroy())
      }
    })
  }

  async open(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return (this.#server.address() as AddressInfo).port
  }

  silence(): void {
    this.#isSilent = true
  }

  /** What was silent stays so, as connections do whose other end was replaced; new ones are carried. */
  speak(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.removeAllListeners('data').pause()
    this.#isSilent = false
  }

  close(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy()
    this.#server.close()
  }
}

/** Of a busy machine, too, a statement is answered within it. */
const queryTimeoutMs = 2_000
let dataDir: string
let source: prisma.Database
let way: SilentWay
let database: prisma.Database

const ready = (other: prisma.Database) => new Promise<void>((resolve) => other.whenReady(resolve))
const connect = (databaseUrl: string | undefined) =>
  prisma.openDatabase({
    databaseUrl,
    dataDir,
    password: 'secret',
    migrationsDir: join(projectRoot, 'prisma/migrations'),
    schemaFile: join(projectRoot, 'prisma/schema.prisma'),
    log: () => undefined,
    queryTimeoutMs,
  })

/** A database behind a way of its own. */
const behindAWay = async (): Promise<void> => {
  const url = new URL(source.url ?? '')
  way = new SilentWay(Number(url.port))
  url.port = String(await way.open())
  database = connect(url.href)
  await ready(database)
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'dojo-silent-'))
  source = connect(undefined)
  await ready(source)
})
afterEach(async () => {
  await database.stop()
  way.close()
})
afterAll(async () => {
  await source.stop()
  await rm(dataDir, { recursive: true, force: true })
})

const event = (sandboxId: string) =>
  ({ sandboxId, at: 1, kind: 'touch.ui', actor: 'learner', data: {} }) as const
const claim = { state: 'ready', learnerId: 'somebody' } as const

describe('a database that goes silent', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['a plain statement', () => database.sql('SELECT 1', [])],
    ['a query of Prisma', () => new prisma.PrismaSandboxStore(database).listLive()],
    ['a transaction', () => new prisma.PrismaSandboxStore(database).claimWarm('lab', 'digest', () => claim)],
  ])('is away for %s, and the same works when it is back', async (_what, ask) => {
    await behindAWay()
    await ask()
    way.silence()
    await expect(ask()).rejects.toMatchObject({ code: 'DATABASE_AWAY' })
    expect(await database.health()).toMatchObject({ ok: false })
    way.speak()
    await ask()
    await Promise.all(Array.from({ length: 20 }, ask))
    expect(await database.health()).toMatchObject({ ok: true })
  })

  it('in the middle of a transaction is away for it, and its connection is not used again', async () => {
    await behindAWay()
    const store = new prisma.PrismaSandboxStore(database)
    const [id, labId] = [fresh(), `lab-${fresh()}`]
    const warm = { claim: 'warm', owner: 'pool', learnerId: null, classroomId: null } as const
    await store.insert(aSandbox({ id, labId, ...warm, previewToken: id }))
    const claiming = store.claimWarm(labId, 'digest', () => {
      way.silence()
      return claim
    })
    await expect(claiming).rejects.toMatchObject({ code: 'DATABASE_AWAY' })
    way.speak()
    await Promise.all(Array.from({ length: 20 }, () => store.find(id)))
    expect(await store.find(id)).toMatchObject({ claim: 'warm' })
  })

  it('is listened to again when it is back: what happened meanwhile is told', async () => {
    await behindAWay()
    const watch = { everyMs: 500, timeoutMs: 1_000 }
    const here = new prisma.PrismaEventLog(database, undefined, watch)
    const there = new prisma.PrismaEventLog(source)
    const id = fresh()
    const seen: number[] = []
    here.subscribe(id, ({ seq }) => seen.push(seq))
    await here.append([event(id)])
    await vi.waitFor(() => expect(seen).toEqual([1]), { timeout: 5_000 })
    way.silence()
    await there.append([event(id)])
    way.speak()
    await vi.waitFor(() => expect(seen).toEqual([1, 2]), { timeout: 10_000 })
    await there.append([event(id)])
    await vi.waitFor(() => expect(seen).toEqual([1, 2, 3]), { timeout: 5_000 })
    way.silence()
    await here.stop()
    await there.stop()
  })

  it('lets a statement take its time that is answered within it', async () => {
    await behindAWay()
    const rows = await database.sql<{ n: number }>('SELECT 1 AS n FROM pg_sleep($1)', [queryTimeoutMs / 2000])
    expect(rows).toEqual([{ n: 1 }])
  })
})
