import type { NewEvent } from '@noops-dojo/contracts'
import { canonicalJson, storableJson } from '../../domain/event/canonical-json.ts'
import type { Clock, EventLog, PlatformLog } from '../../domain/ports/index.ts'

const retryMs = 1_000
/** Events that wait for the database at most. */
const waitingCap = 10_000

const contentOf = ({ kind, actor, data }: Pick<NewEvent, 'kind' | 'actor' | 'data'>): string =>
  canonicalJson(storableJson({ kind, actor, data }))

/**
 * Events that are evidence, on their way into the log: a database that is away delays them, it neither loses nor doubles
 * them. A write whose answer was lost may have been done, and the log is asked before it is done again.
 */
export class EventOutbox {
  #waiting: NewEvent[] = []
  /** So many of the first may be in the log already. */
  #tried = 0
  #writing: Promise<void> | undefined
  #isAwayKnown = false

  /** `what`: the events in words, for the operator: `terminal touches`. */
  constructor(
    private readonly events: EventLog,
    private readonly clock: Clock,
    private readonly log: PlatformLog,
    private readonly what: string,
  ) {}

  /** Takes events, to be written at once; beyond ten thousand that wait they are dropped. Never throws. */
  put(events: readonly NewEvent[]): void {
    this.#waiting.push(...events.slice(0, Math.max(0, waitingCap - this.#waiting.length)))
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
      try {
        await this.#append(batch)
        this.#tried = 0
        this.#isAwayKnown = false
      } catch (error) {
        this.#waiting = [...batch, ...this.#waiting]
        this.#tried = batch.length
        this.#keepForLater(error)
        break
      }
    }
    this.#writing = undefined
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
