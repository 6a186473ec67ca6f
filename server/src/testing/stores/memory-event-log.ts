import type { JournalEvent, NewEvent } from '@noops-dojo/contracts'
import { chainEvents, emptyChain } from '../../domain/event/hash-chain.ts'
import { EventLog } from '../../domain/ports/store/event-log.ts'

/** The event log in memory, with the real hash chain. Listeners are called after `append` has stored, in order. */
export class MemoryEventLog extends EventLog {
  private readonly logs = new Map<string, JournalEvent[]>()
  private readonly listeners = new Map<string, Set<(event: JournalEvent) => void>>()

  async append(events: readonly NewEvent[]): Promise<JournalEvent[]> {
    const stored = events.map((event) => this.store(event))
    for (const event of stored)
      queueMicrotask(() => this.listeners.get(event.sandboxId)?.forEach((call) => call(event)))
    return stored
  }

  async list(sandboxId: string, afterSeq: number, limit: number): Promise<JournalEvent[]> {
    return this.of(sandboxId)
      .filter(({ seq }) => seq > afterSeq)
      .slice(0, limit)
  }

  async window(sandboxId: string, from: number, to: number): Promise<JournalEvent[]> {
    return this.of(sandboxId).filter(({ at }) => at >= from && at <= to)
  }

  async lastSeq(sandboxId: string): Promise<number> {
    return this.of(sandboxId).at(-1)?.seq ?? 0
  }

  subscribe(sandboxId: string, listener: (event: JournalEvent) => void): () => void {
    const listeners = this.listeners.get(sandboxId) ?? new Set()
    const entry = (event: JournalEvent) => listener(event)
    this.listeners.set(sandboxId, listeners.add(entry))
    return () => void listeners.delete(entry)
  }

  private of(sandboxId: string): readonly JournalEvent[] {
    return this.logs.get(sandboxId) ?? []
  }

  private store(event: NewEvent): JournalEvent {
    const log = this.logs.get(event.sandboxId) ?? []
    const last = log.at(-1)
    const [stored] = chainEvents(last === undefined ? emptyChain : { seq: last.seq, hash: last.hash }, [
      event,
    ])
    this.logs.set(event.sandboxId, [...log, stored as JournalEvent])
    return stored as JournalEvent
  }
}
