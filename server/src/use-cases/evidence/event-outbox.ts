import type { NewEvent } from '@noops-dojo/contracts'
import { canonicalJson, storableJson } from '../../domain/event/canonical-json.ts'
import { type LostEvents, noticeOfLost } from '../../domain/event/lost-events.ts'
import type { Clock, EventLog, PlatformLog } from '../../domain/ports/index.ts'

const retryMs = 1_000
/** Events that wait for the database at most. */
const waitingCap = 10_000

const contentOf = ({ kind, actor, data }: Pick<NewEvent, 'kind' | 'actor' | 'data'>): string =>
  canonicalJson(storableJson({ kind, actor, data }))

const lossWith = (loss: LostEvents | undefined, { at }: NewEvent): LostEvents => ({
  count: (loss?.count ?? 0) + 1,
  from: Math.min(loss?.from ?? at, at),
  to: Math.max(loss?.to ?? at, at),
})

/**
 * Events that are evidence, on their way into the log: a database that is away delays them, it does not double them. A
 * write whose answer was lost may have been done, and the log is asked before it is done again. What has no room is lost,
 * and the log of its sandbox tells that with a notice.
 */
export class EventOutbox {
  #waiting: NewEvent[] = []
  /** So many are being written just now, and wait again when that fails. */
  #underWay = 0
  /** So many of the first may be in the log already. */
  #tried = 0
  #writing: Promise<void> | undefined
  #isAwayKnown = false
  /** What was dropped since the database was there, by sandbox. */
  readonly #lost = new Map<string, LostEvents>()

  /** `what`: the events in words, for the operator: `terminal touches`. */
  constructor(
    private readonly events: EventLog,
    private readonly clock: Clock,
    private readonly log: PlatformLog,
    private readonly what: string,
  ) {}

  /** Takes events, to be written at once; beyond ten thousand that wait they are dropped, and counted. Never throws. */
  put(events: readonly NewEvent[]): void {
    const room = Math.max(0, waitingCap - this.#underWay - this.#waiting.length)
    this.#waiting.push(...events.slice(0, room))
    for (const event of events.slice(room)) this.#lose(event)
    this.#begin()
  }

  /** Ends when everything is written, or when the database turns out to be away. */
  async settled(): Promise<void> {
    await this.#writing
  }

  #begin(): void {
    if (this.#waiting.length > 0) this.#writing ??= this.#drain()
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting
      this.#waiting = []
      this.#underWay = batch.length
      try {
        await this.#append(batch)
        this.#underWay = 0
        this.#tried = 0
        this.#isAwayKnown = false
        this.#tellLost()
      } catch (error) {
        this.#underWay = 0
        this.#waiting = [...batch, ...this.#waiting]
        this.#tried = batch.length
        this.#keepForLater(error)
        break
      }
    }
    this.#writing = undefined
  }

  #lose(event: NewEvent): void {
    if (this.#lost.size === 0)
      this.log.error(`${this.what} are lost: ${waitingCap} wait for the database already`)
    this.#lost.set(event.sandboxId, lossWith(this.#lost.get(event.sandboxId), event))
  }

  /** One notice for each sandbox, which waits like any event. */
  #tellLost(): void {
    if (this.#lost.size === 0) return
    const losses = [...this.#lost]
    this.#lost.clear()
    const count = losses.reduce((sum, [, loss]) => sum + loss.count, 0)
    this.log.error(`${this.what} were lost`, { count, sandboxes: losses.length })
    for (const [sandboxId, lost] of losses) this.#waiting.push(noticeOfLost(sandboxId, this.what, lost))
  }

  async #append(batch: readonly NewEvent[]): Promise<void> {
    const fresh: NewEvent[] = []
    for (const [index, event] of batch.entries())
      if (index >= this.#tried || !(await this.#isThere(event))) fresh.push(event)
    if (fresh.length > 0) await this.events.append(fresh)
  }

  async #isThere(event: NewEvent): Promise<boolean> {
    const there = await this.events.window(event.sandboxId, event.at, event.at)
    return there.some((one) => contentOf(one) === contentOf(event))
  }

  #keepForLater(error: unknown): void {
    if (!this.#isAwayKnown) this.log.warn(`${this.what} wait for the database`, { error: String(error) })
    this.#isAwayKnown = true
    void this.clock.sleep(retryMs).then(() => this.#begin())
  }
}
