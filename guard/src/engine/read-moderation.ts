/** More than this in one window is a flood: 100 MB/s. */
const floodBytes = 500_000
const windowMs = 5
/** At 300 MB/s about 30 KB come meanwhile, far less than the kernel holds of a unix socket (208 KiB). */
const restMs = 0.1

/**
 * Lets a flood gather in the kernel, as network cards do (interrupt moderation, ethtool's `rx-usecs`): while more than
 * 100 MB/s come in over all streams, the process rests for 0.1 ms after a read, and the next read finds more. It costs
 * a wake-up and a switch less for each piece on both sides. A quiet stream's bytes are never waited for.
 *
 * The rest blocks the event loop, so it is taken once in a turn of the loop, however many streams flood; Node's own
 * timers know no less than 1 ms, in which the kernel's buffer would fill and the engine stand still.
 */
export class ReadModeration {
  readonly #rest: () => void
  #windowAt = 0
  #windowBytes = 0
  #isFlood = false
  #hasRested = false

  /** `rest`: blocks for a moment. */
  constructor(rest: () => void = restBriefly) {
    this.#rest = rest
  }

  /** `count` bytes were read and passed on, and more may be read; `now` in milliseconds of any origin. */
  afterRead(count: number, now: number): void {
    if (now - this.#windowAt > windowMs) {
      this.#isFlood = this.#windowBytes > floodBytes
      this.#windowAt = now
      this.#windowBytes = 0
    }
    this.#windowBytes += count
    if (!this.#isFlood || this.#hasRested) return
    this.#hasRested = true
    setImmediate(() => (this.#hasRested = false))
    this.#rest()
  }
}

const neverWoken = new Int32Array(new SharedArrayBuffer(4))

function restBriefly(): void {
  Atomics.wait(neverWoken, 0, 0, restMs)
}
