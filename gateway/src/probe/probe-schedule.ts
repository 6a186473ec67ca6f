import type { Clock } from '../clock.ts'

/**
 * Calls `fire` at start + k × everyMs for every k, for ever: absolute times, so that nothing drifts, and open-loop:
 * whether an earlier call has ended does not matter. Slots that passed while the process did not run (starved) are
 * skipped: a probe that was not sent is an unknown, never a bad sample. When the clock is set, the start moves with it:
 * the gaps between calls stay what they are, and only their names change.
 */
export class ProbeSchedule {
  readonly #clock: Clock
  readonly #everyMs: number
  #startAt: number
  #steppedMs: number
  readonly #fire: (slot: number, scheduledAt: number) => void
  #slot = 0
  #timer: NodeJS.Timeout | undefined

  constructor(
    clock: Clock,
    everyMs: number,
    startAt: number,
    fire: (slot: number, scheduledAt: number) => void,
  ) {
    this.#clock = clock
    this.#everyMs = everyMs
    this.#startAt = startAt
    this.#steppedMs = clock.steppedMs
    this.#fire = fire
    this.#arm()
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  /** The start stays a whole millisecond: a step moves the calls by half of one at most. */
  #now(): number {
    const at = this.#clock.now()
    const { steppedMs } = this.#clock
    if (steppedMs !== this.#steppedMs) this.#startAt += Math.round(steppedMs - this.#steppedMs)
    this.#steppedMs = steppedMs
    return at
  }

  #arm(): void {
    const at = this.#now()
    const wait = this.#startAt + this.#slot * this.#everyMs - at
    this.#timer = setTimeout(() => this.#tick(), Math.max(0, Math.ceil(wait)))
  }

  #tick(): void {
    const at = this.#now()
    const due = Math.floor((at - this.#startAt) / this.#everyMs)
    if (due < this.#slot) return this.#arm()
    this.#slot = due + 1
    this.#fire(due, this.#startAt + due * this.#everyMs)
    this.#arm()
  }
}
