import type { JournalEvent, NewEvent } from '@noops-dojo/contracts'
import { EventLog } from '../../../domain/ports/store/event-log.ts'
import type { Database } from '../database.ts'
import { ChainWriter } from './chain-writer.ts'
import { columns, toEvent, type EventRow } from './event-row.ts'
import { Notifications, type Watch } from './notifications.ts'
import { Subscriptions } from './subscriptions.ts'

const maxWriters = 5_000

export class PrismaEventLog extends EventLog {
  private readonly writers = new Map<string, ChainWriter>()
  private readonly subscriptions: Subscriptions
  private readonly notifications: Notifications

  constructor(
    private readonly database: Database,
    private readonly onAppend: (event: JournalEvent) => void = () => {},
    watch?: Watch,
  ) {
    super()
    this.subscriptions = new Subscriptions(
      (sandboxId, afterSeq) => this.list(sandboxId, afterSeq, 500),
      (sandboxId) => this.lastSeq(sandboxId),
      (sandboxId) => this.writers.get(sandboxId)?.knownSeq,
    )
    this.notifications = new Notifications(
      database,
      'dojo_event',
      (payload) => this.announce(payload),
      () => this.subscriptions.catchUpAll(),
      watch,
    )
    this.notifications.start()
  }

  async append(events: readonly NewEvent[]): Promise<JournalEvent[]> {
    const bySandbox = Map.groupBy(events, (event) => event.sandboxId)
    const stored = new Map<string, JournalEvent[]>()
    for (const [sandboxId, own] of bySandbox) {
      await this.subscriptions.begun(sandboxId)
      stored.set(sandboxId, await this.writer(sandboxId).append(own))
    }
    const inOrder = events.map((event) => stored.get(event.sandboxId)?.shift() as JournalEvent)
    for (const event of inOrder) this.onAppend(event)
    return inOrder
  }

  async list(sandboxId: string, afterSeq: number, limit: number): Promise<JournalEvent[]> {
    const rows = await this.database.sql<EventRow>(
      `SELECT ${columns} FROM "Event" WHERE "sandboxId" = $1 AND "seq" > $2 ORDER BY "seq" LIMIT $3`,
      [sandboxId, afterSeq, limit],
    )
    return rows.map(toEvent)
  }

  async window(sandboxId: string, from: number, to: number): Promise<JournalEvent[]> {
    const rows = await this.database.sql<EventRow>(
      `SELECT ${columns} FROM "Event" WHERE "sandboxId" = $1 AND "at" BETWEEN $2 AND $3 ORDER BY "seq"`,
      [sandboxId, Math.ceil(from), Math.floor(to)],
    )
    return rows.map(toEvent)
  }

  async lastSeq(sandboxId: string): Promise<number> {
    const [row] = await this.database.sql<{ seq: number | null }>(
      'SELECT max("seq") AS "seq" FROM "Event" WHERE "sandboxId" = $1',
      [sandboxId],
    )
    return row?.seq ?? 0
  }

  subscribe(sandboxId: string, listener: (event: JournalEvent) => void): () => void {
    return this.subscriptions.add(sandboxId, listener)
  }

  async stop(): Promise<void> {
    await this.notifications.stop()
  }

  private announce(payload: string): void {
    const [sandboxId, seq] = payload.split(' ')
    if (sandboxId !== undefined) this.subscriptions.announce(sandboxId, Number(seq))
  }

  private writer(sandboxId: string): ChainWriter {
    const known = this.writers.get(sandboxId)
    if (known !== undefined) return known
    this.forgetIdleWriters()
    const writer = new ChainWriter(sandboxId, this.database)
    this.writers.set(sandboxId, writer)
    return writer
  }

  /** Heads of old sandboxes need not be remembered; they are read again when they are needed. */
  private forgetIdleWriters(): void {
    if (this.writers.size < maxWriters) return
    for (const [sandboxId, writer] of this.writers) if (writer.isIdle) this.writers.delete(sandboxId)
  }
}
