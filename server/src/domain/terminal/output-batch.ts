/** Longest time that output waits for more of it. */
export const coalesceMs = 8
const enoughBytes = 32_768
const largeBytes = 8_192
const promptFrames = 4

/**
 * Joins small pieces of output into one frame, but never delays an echo: the first few pieces of each 8 ms leave at
 * once, only a flood of small ones is collected. Knows no clock; times are milliseconds of any origin. What it gives
 * is good until the next call: pieces are joined in one buffer that is used for all.
 */
export class OutputBatch {
  readonly #pending = new Uint8Array(enoughBytes)
  #bytes = 0
  #windowStart = Number.NEGATIVE_INFINITY
  #framesInWindow = 0

  get isEmpty(): boolean {
    return this.#bytes === 0
  }

  /** Takes a piece; gives what is to be sent now, in order. What is kept is to be taken in `coalesceMs` at the latest. */
  offer(bytes: Uint8Array, now: number): readonly Uint8Array[] {
    if (this.isEmpty && (bytes.length >= largeBytes || this.#isPrompt(now))) return [bytes]
    if (this.#bytes + bytes.length > enoughBytes) return this.isEmpty ? [bytes] : [this.take(), bytes]
    this.#pending.set(bytes, this.#bytes)
    this.#bytes += bytes.length
    return []
  }

  /** Gives all that waits as one piece (empty when nothing does). */
  take(): Uint8Array {
    const joined = this.#pending.subarray(0, this.#bytes)
    this.#bytes = 0
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
