/** One read takes what the kernel holds of a unix socket (about 208 KiB): fewer wake-ups a byte. */
const readBytes = 256 * 1024
/** A batch of this size is worth its wake-up; there is always room for another read of some size behind it. */
const enoughBytes = 120 * 1024
/** More than this in one window is a flood: 100 MB/s. */
const floodBytes = 500_000
const windowMs = 5

/**
 * One buffer that a stream is read into. While it floods, what comes in small pieces is collected, since a wake-up of
 * the reader costs more than the copy of 8 KiB; everything else is given at once. What it gives is good until the next
 * read. Times are milliseconds of any origin.
 */
export class ReadBatch {
  readonly #buffer = Buffer.allocUnsafeSlow(readBytes)
  #held = 0
  #windowAt = 0
  #windowBytes = 0
  #isFlood = false

  /** Where the next read goes. */
  space(): Buffer {
    return this.#held === 0 ? this.#buffer : this.#buffer.subarray(this.#held)
  }

  /** `count` bytes were read into `space()`; gives what is to be passed on, or undefined: call `take` within a ms. */
  read(count: number, now: number): Buffer | undefined {
    if (now - this.#windowAt > windowMs) {
      this.#isFlood = this.#windowBytes > floodBytes
      this.#windowAt = now
      this.#windowBytes = 0
    }
    this.#windowBytes += count
    this.#held += count
    return this.#isFlood && this.#held < enoughBytes ? undefined : this.take()
  }

  /** Gives what is held; undefined: nothing. */
  take(): Buffer | undefined {
    if (this.#held === 0) return undefined
    const bytes = this.#buffer.subarray(0, this.#held)
    this.#held = 0
    return bytes
  }
}
