import type { Clock } from '../clock.ts'

/**
 * Calls `fire` at start + k × everyMs for every k, for ever: absolute times, so that nothing drifts, and open-loop:
 * whether an earlier call has ended does not matter. Slots that passed while the process did not run (suspended,
 * starved) are skipped: a probe that was not sent is an unknown, never a bad sample.
 */
export class ProbeSchedule {
  readonly #clock: Clock
  readonly #everyMs: number
  readonly #startAt: number
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
    this.#fire = fire
    this.#arm()
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #arm(): void {
    const wait = this.#startAt + this.#slot * this.#everyMs - this.#clock.now()
    this.#timer = setTimeout(() => this.#tick(), Math.max(0, Math.ceil(wait)))
  }

  #tick(): void {
    const at = this.#clock.now()
    const due = Math.floor((at - this.#startAt) / this.#everyMs)
    if (due < this.#slot) return this.#arm()
    this.#slot = due + 1
    this.#fire(due, this.#startAt + due * this.#everyMs)
    this.#arm()
  }
}
