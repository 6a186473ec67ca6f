/**
 * Copies of frames that a socket has not written yet, in one ring of fixed size: a stream of any length allocates
 * nothing. Frames are written in the order in which they were kept.
 */
export class SendBuffer {
  readonly #ring: Buffer
  /** Sizes of the kept frames in the ring, oldest first, with what was skipped before them at its end; 0: not in it. */
  readonly #sizes: number[] = []
  #at = 0
  #used = 0

  /** `capacity`: bytes; a frame that finds no room is kept in memory of its own. */
  constructor(capacity: number) {
    this.#ring = Buffer.allocUnsafeSlow(capacity)
  }

  /** Gives a copy of the bytes that stays as it is until as many `release` as `keep` were called. */
  keep(bytes: Uint8Array): Buffer {
    const toEnd = this.#ring.length - this.#at
    const isWrapped = bytes.length > toEnd
    const size = bytes.length + (isWrapped ? toEnd : 0)
    if (this.#used + size > this.#ring.length) {
      this.#sizes.push(0)
      return Buffer.from(bytes)
    }
    const from = isWrapped ? 0 : this.#at
    this.#ring.set(bytes, from)
    this.#at = from + bytes.length
    this.#used += size
    this.#sizes.push(size)
    return this.#ring.subarray(from, this.#at)
  }

  /** The oldest kept frame was written. */
  release(): void {
    this.#used -= this.#sizes.shift() ?? 0
  }
}
