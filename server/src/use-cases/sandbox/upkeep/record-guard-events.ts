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

const cursorName = 'guard-events'
const retryMs = 1_000

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

/** Writes the guard’s record of mutations into the sandboxes’ logs: who touched what, for the hands-off verdict. */
@Injectable()
export class RecordGuardEvents {
  constructor(
    private readonly guard: SandboxGuard,
    private readonly sandboxes: SandboxStore,
    private readonly events: EventLog,
    private readonly cursors: CursorStore,
    private readonly clock: Clock,
    private readonly log: PlatformLog,
  ) {}

  /**
   * Follows from where the last run ended, once each: the cursor is written after the event, so only the first event
   * after a restart may have been written before. Gives the function that ends it. Throws DATABASE_AWAY.
   */
  async execute(): Promise<() => void> {
    const from = await this.cursors.read(cursorName)
    return this.guard.follow(from, (event) => this.recordUntilDone(event, event.seq === from + 1))
  }

  private async recordUntilDone(event: GuardEvent, mayBeRepeated: boolean): Promise<void> {
    for (let isRetry = false; ; isRetry = true) {
      try {
        return await this.record(event, mayBeRepeated || isRetry)
      } catch (error) {
        this.log.warn('a guard event waits for the database', { seq: event.seq, error: String(error) })
        await this.clock.sleep(retryMs)
      }
    }
  }

  private async record(event: GuardEvent, mayBeRepeated: boolean): Promise<void> {
    if (!(mayBeRepeated && (await this.isRecorded(event)))) await this.events.append([eventOf(event)])
    const previews = previewsOf(event)
    if (previews.length > 0) await this.addPreviews(event.sandboxId, previews)
    await this.cursors.write(cursorName, event.seq)
  }

  private async isRecorded(event: GuardEvent): Promise<boolean> {
    const there = await this.events.window(event.sandboxId, event.at, event.at)
    return there.some(({ kind, data }) => kind === 'touch.engine' && data.guardSeq === event.seq)
  }

  private async addPreviews(sandboxId: string, added: readonly string[]): Promise<void> {
    const sandbox = await this.sandboxes.find(sandboxId)
    const previews = [...new Set([...(sandbox?.previews ?? []), ...added])]
    if (sandbox && previews.length > sandbox.previews.length)
      await this.sandboxes.change(sandboxId, 'any', { previews })
  }
}
