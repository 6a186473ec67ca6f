import { readFile } from 'node:fs/promises'
import { PrismaPg } from '@prisma/adapter-pg'
import type pg from 'pg'
import { openMigrationPool, openPool } from './connection-pool.ts'
import { databaseAway, isDatabaseAway } from './database-error.ts'
import { PrismaClient } from './generated/client.ts'
import { readMigrationFolder } from './migration-folder.ts'
import { applyMigrations } from './schema-engine.ts'

/** Where the database is: gives a connection string once it runs, and stops what it started. */
export interface DatabaseSource {
  start(): Promise<string>
  stop(): Promise<void>
}

export interface DatabaseOptions {
  readonly source: DatabaseSource
  readonly migrationsDir: string
  readonly schemaFile: string
  readonly log: (level: 'info' | 'warn', message: string) => void
  readonly retryMs?: number
  /** A statement without an answer for so long fails with DATABASE_AWAY; migrations may take as long as they need. */
  readonly queryTimeoutMs?: number
}

/** Long enough for the largest of our statements on a host that learners keep busy. */
const defaultQueryTimeoutMs = 15_000
/** Who asks for the health waits for it. */
const healthTimeoutMs = 3_000

/** What pg takes; its types do not know that one statement may have a timeout of its own. */
type Statement = pg.QueryConfig & { readonly query_timeout?: number }

interface Connection {
  readonly url: string
  readonly pool: pg.Pool
  readonly client: PrismaClient
}

const reason = (error: unknown): string => {
  const text =
    error instanceof Error ? error.message || String((error as { code?: string }).code) : String(error)
  return text.replace(/postgres(ql)?:\/\/\S+/g, 'postgresql://…').split('\n')[0] ?? ''
}

/**
 * The connection to PostgreSQL: keeps trying until it is there, applies the migrations once, then keeps a database of
 * its own running. While it is away every call rejects with DATABASE_AWAY.
 */
export class Database {
  private connection: Connection | undefined
  private detail = 'not connected yet'
  private isStopped = false
  private attempting: Promise<void> | undefined
  private timer: NodeJS.Timeout | undefined
  private readonly listeners: (() => void)[] = []

  constructor(private readonly options: DatabaseOptions) {}

  /** Begins to connect and returns at once; `whenReady` tells when. */
  start(): void {
    this.attempting = this.attempt()
  }

  /** Calls `listener` now if the database is ready, else once when it gets ready. */
  whenReady(listener: () => void): void {
    if (this.connection === undefined) this.listeners.push(listener)
    else listener()
  }

  /** Resolves when the database is ready, or after `ms`. */
  readyWithin(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.whenReady(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }

  /** Runs a query with the Prisma client; rejects with DATABASE_AWAY when the database cannot be reached. */
  async run<T>(query: (client: PrismaClient) => Promise<T>): Promise<T> {
    const { client } = this.connected()
    return query(client).catch((error: unknown) => this.refuse(error))
  }

  /** The same with a plain connection pool, for what Prisma has no words for (NOTIFY, SKIP LOCKED). */
  async sql<Row extends pg.QueryResultRow>(text: string, values: readonly unknown[]): Promise<Row[]> {
    return this.query<Row>({ text, values: [...values] })
  }

  /** Connection string of the database, undefined while it was never reached. */
  get url(): string | undefined {
    return this.connection?.url
  }

  async health(): Promise<{ ok: boolean; detail: string }> {
    if (this.connection === undefined) return { ok: false, detail: this.detail }
    return this.query({ text: 'SELECT 1', query_timeout: healthTimeoutMs }).then(
      () => ({ ok: true, detail: 'connected' }),
      () => ({ ok: false, detail: 'The database does not answer.' }),
    )
  }

  async stop(): Promise<void> {
    this.isStopped = true
    clearTimeout(this.timer)
    // A start under way would leave a database behind that nobody stops.
    await this.attempting
    await this.disconnect()
    await this.options.source.stop()
  }

  private async query<Row extends pg.QueryResultRow>(config: Statement): Promise<Row[]> {
    const { pool } = this.connected()
    const result = await pool.query<Row>(config).catch((error: unknown) => this.refuse(error))
    return result.rows
  }

  private connected(): Connection {
    if (this.connection === undefined) throw databaseAway()
    return this.connection
  }

  private refuse(error: unknown): never {
    if (isDatabaseAway(error)) throw databaseAway(error)
    throw error
  }

  private async attempt(): Promise<void> {
    try {
      const url = await this.options.source.start()
      if (this.connection?.url !== url && !this.isStopped) await this.connect(url)
    } catch (error) {
      this.report(reason(error))
    }
    if (this.isStopped) return
    this.timer = setTimeout(() => this.start(), this.options.retryMs ?? 1_000)
    this.timer.unref()
  }

  private async connect(url: string): Promise<void> {
    await this.migrate(url)
    await this.disconnect()
    const pool = openPool(url, this.options.queryTimeoutMs ?? defaultQueryTimeoutMs)
    this.connection = { url, pool, client: new PrismaClient({ adapter: new PrismaPg(pool) }) }
    this.detail = 'connected'
    this.options.log('info', 'The database is ready.')
    for (const listener of this.listeners.splice(0)) listener()
  }

  private async migrate(url: string): Promise<void> {
    const datamodel = await readFile(this.options.schemaFile, 'utf8')
    const folder = await readMigrationFolder(this.options.migrationsDir)
    // A pool of its own, ended at once: its session holds the migrations' lock, and other servers wait for that.
    const pool = openMigrationPool(url)
    const applied = await applyMigrations(datamodel, folder, new PrismaPg(pool)).finally(() => pool.end())
    if (applied.length > 0) this.options.log('info', `Applied the migrations ${applied.join(', ')}.`)
  }

  private report(text: string): void {
    if (text !== this.detail)
      this.options.log('warn', `The database is away, trying again every second: ${text}`)
    this.detail = text
  }

  private async disconnect(): Promise<void> {
    const old = this.connection
    this.connection = undefined
    await old?.client.$disconnect().catch(() => {})
    await old?.pool.end().catch(() => {})
  }
}
