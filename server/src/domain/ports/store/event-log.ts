import type { JournalEvent, NewEvent } from '@noops-dojo/contracts'

/** The append-only, hash-chained log of each sandbox. */
export abstract class EventLog {
  /** Appends in order, atomically per sandbox; gives the stored events (with seq and hash). */
  abstract append(events: readonly NewEvent[]): Promise<JournalEvent[]>
  /** Events after `afterSeq`, oldest first, `limit` at most. */
  abstract list(sandboxId: string, afterSeq: number, limit: number): Promise<JournalEvent[]>
  /** Events whose `at` lies in [from, to]. */
  abstract window(sandboxId: string, from: number, to: number): Promise<JournalEvent[]>
  abstract lastSeq(sandboxId: string): Promise<number>
  /** Calls `listener` for each event appended by any server from now on; gives the function that ends it. */
  abstract subscribe(sandboxId: string, listener: (event: JournalEvent) => void): () => void
}
