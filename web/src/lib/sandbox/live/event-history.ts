import type { JournalEvent } from '@noops-dojo/contracts'
import { mergeEvents } from '../event-merge.ts'

/**
 * The event log of a sandbox as far as the page knows it, with a mark up to which nothing is missing. The mark moves
 * only over pages that were read and over live events that follow it without a gap: what happened while the connection
 * was away is asked for again until it was read, however many live events have come since.
 */
export class EventHistory {
  readonly #most: number
  #events: JournalEvent[] = []
  #completeTo = 0

  /** `most`: how many of the newest events are kept. */
  constructor(most: number) {
    this.#most = most
  }

  /** In the order of the log. */
  get events(): JournalEvent[] {
    return this.#events
  }

  /** Sequence number up to which no event is missing: where the next page begins. */
  get completeTo(): number {
    return this.#completeTo
  }

  /** Takes a page of the log that was read from `completeTo` on. */
  takePage(page: readonly JournalEvent[]): void {
    this.#merge(page)
    this.#completeTo = Math.max(this.#completeTo, page.at(-1)?.seq ?? 0)
    this.#moveOverKnown()
  }

  /** Takes an event that was told live. Gives false when one before it is missing. */
  takeLive(event: JournalEvent): boolean {
    this.#merge([event])
    this.#moveOverKnown()
    return event.seq <= this.#completeTo
  }

  #merge(fresh: readonly JournalEvent[]): void {
    this.#events = mergeEvents(this.#events, fresh, this.#most)
  }

  #moveOverKnown(): void {
    const first = this.#events.findLastIndex(({ seq }) => seq <= this.#completeTo) + 1
    for (const { seq } of this.#events.slice(first)) {
      if (seq !== this.#completeTo + 1) return
      this.#completeTo = seq
    }
  }
}
