import type { JournalEvent } from '@noops-dojo/contracts'
import type { EventLog } from '../../../domain/ports/index.ts'

/** What a check itself causes, and what says nothing about the sandbox’s state. */
const echoes = new Set<JournalEvent['kind']>(['check.result', 'platform.notice', 'probe.edge', 'hint.opened'])

const isByHand = (kind: JournalEvent['kind']): boolean => kind.startsWith('touch.')

/** When something last happened in each of the watched sandboxes: only then can a check’s answer have changed. */
export class Stirrings {
  readonly #events: EventLog
  readonly #now: () => number
  readonly #watched = new Map<string, { at: number; byHandAt: number; end: () => void }>()

  /** `now`: epoch ms. */
  constructor(events: EventLog, now: () => number) {
    this.#events = events
    this.#now = now
  }

  /** Follows exactly these sandboxes from here on; a new one counts as stirred. */
  follow(sandboxIds: readonly string[]): void {
    const wanted = new Set(sandboxIds)
    for (const [id, { end }] of this.#watched) {
      if (wanted.has(id)) continue
      end()
      this.#watched.delete(id)
    }
    for (const id of wanted) if (!this.#watched.has(id)) this.#begin(id)
  }

  /** Milliseconds since the last stirring; none for a sandbox that is not followed. */
  quietMs(sandboxId: string): number {
    const watched = this.#watched.get(sandboxId)
    return watched ? this.#now() - watched.at : 0
  }

  /** Milliseconds since a person last did something in it; Infinity when nobody did, or an attempt has begun since. */
  handsOffMs(sandboxId: string): number {
    return this.#now() - (this.#watched.get(sandboxId)?.byHandAt ?? Number.NEGATIVE_INFINITY)
  }

  #begin(sandboxId: string): void {
    const end = this.#events.subscribe(sandboxId, ({ kind }) => {
      const watched = this.#watched.get(sandboxId)
      if (!watched || echoes.has(kind)) return
      watched.at = this.#now()
      if (isByHand(kind)) watched.byHandAt = watched.at
      // Whoever starts an attempt waits for its verdict.
      if (kind === 'attempt.phase') watched.byHandAt = Number.NEGATIVE_INFINITY
    })
    this.#watched.set(sandboxId, { at: this.#now(), byHandAt: Number.NEGATIVE_INFINITY, end })
  }
}
