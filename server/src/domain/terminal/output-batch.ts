/** Longest time that output waits for more of it. */
export const coalesceMs = 8
const enoughBytes = 32_768
const largeBytes = 8_192
const promptFrames = 4

/**
 * Joins small pieces of output into one frame, but never delays an echo: the first few pieces of each 8 ms leave at
 * once, only a flood of small ones is collected. Knows no clock; times are milliseconds of any origin.
 */
export class OutputBatch {
  #pending: Uint8Array[] = []
  #bytes = 0
  #windowStart = Number.NEGATIVE_INFINITY
  #framesInWindow = 0

  get isEmpty(): boolean {
    return this.#bytes === 0
  }

  /** Takes a piece; gives what is to be sent now, or undefined: call `take` in `coalesceMs` at the latest. */
  offer(bytes: Uint8Array, now: number): Uint8Array | undefined {
    if (this.isEmpty && (bytes.length >= largeBytes || this.#isPrompt(now))) return bytes
    this.#pending.push(bytes)
    this.#bytes += bytes.length
    return this.#bytes >= enoughBytes ? this.take() : undefined
  }

  /** Gives all that waits as one piece (empty when nothing does). */
  take(): Uint8Array {
    const [first] = this.#pending
    const joined = this.#pending.length === 1 && first ? first : this.#join()
    this.#pending = []
    this.#bytes = 0
    return joined
  }

  #join(): Uint8Array {
    const joined = new Uint8Array(this.#bytes)
    let at = 0
    for (const piece of this.#pending) {
      joined.set(piece, at)
      at += piece.length
    }
    return joined
  }

  #isPrompt(now: number): boolean {
    if (now - this.#windowStart >= coalesceMs) {
      this.#windowStart = now
      this.#framesInWindow = 0
    }
    this.#framesInWindow += 1
    return this.#framesInWindow <= promptFrames
  }
}
