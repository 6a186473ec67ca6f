/** That somebody typed, and how much; never what. Times are epoch ms. */
export interface TypedTouch {
  readonly at: number
  readonly bytes: number
}

/**
 * Turns keystrokes into at most one touch an interval: the first at once (hands-off verdicts need its time), those
 * that follow together at the end of the interval, dated with the last of them.
 */
export class TouchMeter {
  readonly #intervalMs: number
  #lastGivenAt = Number.NEGATIVE_INFINITY
  #bytes = 0
  #lastAt = 0

  constructor(intervalMs = 1_000) {
    this.#intervalMs = intervalMs
  }

  /** When `take` is to be called; undefined: nothing waits. */
  get dueAt(): number | undefined {
    return this.#bytes === 0 ? undefined : this.#lastGivenAt + this.#intervalMs
  }

  /** Counts typed bytes; gives a touch when one is due already. */
  add(bytes: number, at: number): TypedTouch | undefined {
    this.#bytes += bytes
    this.#lastAt = at
    return at - this.#lastGivenAt >= this.#intervalMs ? this.take(at) : undefined
  }

  /** Gives what was counted since the last touch. */
  take(now: number): TypedTouch | undefined {
    if (this.#bytes === 0) return undefined
    const touch = { at: this.#lastAt, bytes: this.#bytes }
    this.#lastGivenAt = now
    this.#bytes = 0
    return touch
  }
}
