const goldenRatio = (Math.sqrt(5) - 1) / 2
/** Slower probes than this start within it all the same: who waits for a first sample waits a second at most. */
const spanLimitMs = 1000

/**
 * Spreads the probes of all sandboxes evenly over their period, however many there are and whenever they start: steps
 * of the golden ratio put each next phase into the largest gap (three-distance theorem). With random phases some
 * probes are due at one moment, and the last of them goes out late.
 */
export class PhaseSpread {
  #turn = Math.random()

  /** When the next probe starts: epoch ms, whole, less than two periods from now. */
  nextStart(nowMs: number, everyMs: number): number {
    this.#turn = (this.#turn + goldenRatio) % 1
    const spanMs = Math.min(everyMs, spanLimitMs)
    return Math.ceil((Math.floor(nowMs / spanMs) + 1 + this.#turn) * spanMs)
  }
}
