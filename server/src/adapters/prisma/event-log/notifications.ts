import pg from 'pg'
import type { Database } from '../database.ts'

const retryMs = 500

/**
 * Listens to PostgreSQL's announcements on a connection of its own, and opens it again when it breaks. What was
 * announced meanwhile is lost, so `onReconnect` lets the reader catch up.
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
  ) {}

  start(): void {
    this.database.whenReady(() => void this.open())
  }

  async stop(): Promise<void> {
    this.isStopped = true
    await this.client?.end().catch(() => {})
  }

  private async open(): Promise<void> {
    const connectionString = this.database.url
    if (this.isStopped || this.isOpening) return
    if (connectionString === undefined) return this.again()
    this.isOpening = true
    const client = new pg.Client({ connectionString, keepAlive: true, connectionTimeoutMillis: 5_000 })
    client.on('notification', ({ payload }) => this.onMessage(payload ?? ''))
    client.on('error', () => {}) // `end` follows.
    try {
      await client.connect()
      await client.query(`LISTEN ${this.channel}`)
      this.client = client
      client.once('end', () => this.again())
      this.onReconnect()
    } catch {
      await client.end().catch(() => {})
      this.again()
    } finally {
      this.isOpening = false
    }
  }

  private again(): void {
    if (this.isStopped) return
    setTimeout(() => void this.open(), retryMs).unref()
  }
}
