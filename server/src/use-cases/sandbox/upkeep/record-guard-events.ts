import { Injectable } from '@nestjs/common'
import type { GuardEvent, NewEvent } from '@noops-dojo/contracts'
import {
  Clock,
  CursorStore,
  EventLog,
  PlatformLog,
  SandboxGuard,
  SandboxStore,
} from '../../../domain/ports/index.ts'
import { SandboxChanges } from '../../task/sandbox-changes.ts'

/** How far the guard's record was written into the event logs. */
export const guardCursor = 'guard-events'
const retryMs = 1_000
/** Events that are written together; so many at most were written before a crash without the cursor saying so. */
const batchSize = 200

const eventOf = (event: GuardEvent): NewEvent => ({
  sandboxId: event.sandboxId,
  at: event.at,
  kind: 'touch.engine',
  actor: event.actor === 'judge' ? 'platform' : event.actor,
  data: {
    guardSeq: event.seq,
    action: event.action,
    object: event.object,
    route: `${event.method} ${event.route.replace(/^[A-Z]+ /, '')}`,
    status: event.status,
  },
})

/** Ports that a created container or service answers on, as `web:8080`. */
const previewsOf = ({ object, ports, status }: GuardEvent): string[] =>
  object === null || status >= 400 ? [] : (ports ?? []).map(({ target }) => `${object}:${target}`)

/**
 * Writes the guard’s record of mutations into the sandboxes’ logs: who touched what, for the hands-off verdict. In
 * batches, so that nobody who hammers the engine keeps another’s verdict waiting for the record.
 */
@Injectable()
export class RecordGuardEvents {
  constructor(
    private readonly guard: SandboxGuard,
    private readonly sandboxes: SandboxStore,
    private readonly events: EventLog,
    private readonly cursors: CursorStore,
    private readonly clock: Clock,
    private readonly log: PlatformLog,
    private readonly changes: SandboxChanges,
  ) {}

  /**
   * Follows from where the last run ended, once each: the cursor is written after a batch, so only the first batch after a
   * restart may have been written before. A record that begins anew (its folder was lost) is followed from its beginning.
   * Gives the function that ends it. Throws DATABASE_AWAY.
   */
  async execute(): Promise<() => void> {
    const from = await this.cursors.read(guardCursor)
    const waiting: GuardEvent[] = []
    let writing: Promise<void> | undefined
    const write = async (): Promise<void> => {
      while (waiting.length > 0) await this.recordUntilDone(waiting.splice(0, batchSize), from + batchSize)
      writing = undefined
    }
    return this.guard.follow(from, async (event) => {
      waiting.push(event)
      writing ??= write()
      // The guard keeps what is not taken yet.
      if (waiting.length >= batchSize) await writing
    })
  }

  /** `knownFrom`: events after this one were certainly not written by an earlier run. */
  private async recordUntilDone(batch: readonly GuardEvent[], knownFrom: number): Promise<void> {
    for (let isRetry = false; ; isRetry = true) {
      try {
        return await this.record(batch, ({ seq }) => isRetry || seq <= knownFrom)
      } catch (error) {
        this.log.warn('guard events wait for the database', { seq: batch[0]?.seq, error: String(error) })
        await this.clock.sleep(retryMs)
      }
    }
  }

  private async record(
    batch: readonly GuardEvent[],
    mayBeRepeated: (event: GuardEvent) => boolean,
  ): Promise<void> {
    const fresh: GuardEvent[] = []
    for (const event of batch)
      if (!(mayBeRepeated(event) && (await this.isRecorded(event)))) fresh.push(event)
    if (fresh.length > 0) await this.events.append(fresh.map(eventOf))
    for (const [sandboxId, own] of Map.groupBy(batch, (event) => event.sandboxId))
      await this.addPreviews(sandboxId, own.flatMap(previewsOf))
    await this.cursors.write(guardCursor, batch.at(-1)?.seq ?? 0)
  }

  private async isRecorded(event: GuardEvent): Promise<boolean> {
    const there = await this.events.window(event.sandboxId, event.at, event.at)
    return there.some(({ kind, data }) => kind === 'touch.engine' && data.guardSeq === event.seq)
  }

  private async addPreviews(sandboxId: string, added: readonly string[]): Promise<void> {
    if (added.length === 0) return
    const sandbox = await this.sandboxes.find(sandboxId)
    const previews = [...new Set([...(sandbox?.previews ?? []), ...added])]
    if (sandbox && previews.length > sandbox.previews.length) {
      await this.sandboxes.change(sandboxId, 'any', { previews })
      // The event itself was told before it: the page would show the preview only with its next refresh.
      this.changes.notify(sandboxId)
    }
  }
}
