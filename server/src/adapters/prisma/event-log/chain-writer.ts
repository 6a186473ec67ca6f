import type { JournalEvent, NewEvent } from '@noops-dojo/contracts'
import { chainEvents, emptyChain, type ChainHead } from '../../../domain/event/hash-chain.ts'
import { isDuplicate } from '../database-error.ts'
import type { Database } from '../database.ts'
import { insertEvents } from './event-row.ts'

/** Another server may append to the same sandbox; each clash means that it got on, so that this many are never seen. */
const maxClashes = 20

interface Waiting {
  readonly events: readonly NewEvent[]
  readonly resolve: (stored: JournalEvent[]) => void
  readonly reject: (error: unknown) => void
}

/**
 * Appends to the chain of one sandbox, one batch after the other; what arrives meanwhile goes into the next batch.
 * The head is remembered; the primary key (sandboxId, seq) refuses a batch when somebody else appended, and the head
 * is read again.
 */
export class ChainWriter {
  private head: ChainHead | undefined
  private waiting: Waiting[] = []
  private isWriting = false

  constructor(
    private readonly sandboxId: string,
    private readonly database: Database,
  ) {}

  get isIdle(): boolean {
    return !this.isWriting && this.waiting.length === 0
  }

  /** Sequence number of the last event this server knows of. */
  get knownSeq(): number | undefined {
    return this.head?.seq
  }

  append(events: readonly NewEvent[]): Promise<JournalEvent[]> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ events, resolve, reject })
      void this.drain()
    })
  }

  private async drain(): Promise<void> {
    if (this.isWriting) return
    this.isWriting = true
    while (this.waiting.length > 0) await this.writeBatch(this.waiting.splice(0))
    this.isWriting = false
  }

  private async writeBatch(batch: readonly Waiting[]): Promise<void> {
    try {
      const stored = await this.store(batch.flatMap(({ events }) => events))
      let from = 0
      for (const { events, resolve } of batch) {
        resolve(stored.slice(from, from + events.length))
        from += events.length
      }
    } catch (error) {
      // After a broken connection nobody knows whether the batch was written: read the head again.
      this.head = undefined
      for (const { reject } of batch) reject(error)
    }
  }

  private async store(events: readonly NewEvent[]): Promise<JournalEvent[]> {
    for (let clash = 0; ; clash += 1) {
      const chained = chainEvents((this.head ??= await this.readHead()), events)
      try {
        await this.database.sql(insertEvents, [JSON.stringify(chained)])
        const last = chained.at(-1)
        if (last !== undefined) this.head = { seq: last.seq, hash: last.hash }
        return chained
      } catch (error) {
        if (!isDuplicate(error) || clash >= maxClashes) throw error
        this.head = undefined
      }
    }
  }

  private async readHead(): Promise<ChainHead> {
    const [row] = await this.database.sql<{ seq: number; hash: string }>(
      'SELECT "seq", "hash" FROM "Event" WHERE "sandboxId" = $1 ORDER BY "seq" DESC LIMIT 1',
      [this.sandboxId],
    )
    return row ?? emptyChain
  }
}
