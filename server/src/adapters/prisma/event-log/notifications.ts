import pg from 'pg'
import { openingOptions } from '../connection-pool.ts'
import type { Database } from '../database.ts'

const retryMs = 500

/** How often the connection is asked whether it is still one, and how long an answer may take. */
export interface Watch {
  readonly everyMs: number
  readonly timeoutMs: number
}

/**
 * Listens to PostgreSQL's announcements on a connection of its own, and opens it again when it breaks or goes silent:
 * nothing is ever sent on it, so that only asking tells a quiet database from one that is gone. What was announced
 * meanwhile is lost, so `onReconnect` lets the reader catch up.
 */
export class Notifications {
  private client: pg.Client | undefined
  private isStopped = false
  private isOpening = false

  constructor(
    private readonly database: Database,
    private readonly channel: string,
    private readonly onMessage: (payload: string) => void,
    private readonly onReconnect: () => void,
    private readonly watch: Watch = { everyMs: 10_000, timeoutMs: 5_000 },
  ) {}

  start(): void {
    this.database.whenReady(() => void this.open())
  }

  async stop(): Promise<void> {
    this.isStopped = true
    const ended = this.client?.end().catch(() => {})
    // A database that is silent does not answer the farewell either.
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, this.watch.timeoutMs).unref())])
  }

  private async open(): Promise<void> {
    const connectionString = this.database.url
    if (this.isStopped || this.isOpening) return
    if (connectionString === undefined) return this.again()
    this.isOpening = true
    const { timeoutMs } = this.watch
    const client = new pg.Client({
      ...{ connectionString, query_timeout: timeoutMs, ...openingOptions },
    })
    client.on('notification', ({ payload }) => this.onMessage(payload ?? ''))
    client.on('error', () => {}) // `end` follows.
    try {
      await client.connect()
      await client.query(`LISTEN ${this.channel}`)
      this.client = client
      client.once('end', () => this.again())
      this.keepWatching(client)
      this.onReconnect()
    } catch {
      await client.end().catch(() => {})
      this.again()
    } finally {
      this.isOpening = false
    }
  }

  /** With a question that has no answer under way, `end` cuts the connection at once, and `end` is told. */
  private keepWatching(client: pg.Client): void {
    const timer = setInterval(() => {
      client.query('SELECT 1').catch(() => client.end().catch(() => {}))
    }, this.watch.everyMs)
    timer.unref()
    client.once('end', () => clearInterval(timer))
  }

  private again(): void {
    if (this.isStopped) return
    setTimeout(() => void this.open(), retryMs).unref()
  }
}
