const firstPauseMs = 1000
const longestPauseMs = 15_000

/** Work that must succeed once it was asked for: it is tried again, with growing pauses, until it does or is stopped. */
export class Persistent {
  readonly #work: () => Promise<void>
  #timer: ReturnType<typeof setTimeout> | null = null
  #failures = 0
  #isRunning = false
  #isAskedAgain = false
  #isStopped = false

  constructor(work: () => Promise<void>) {
    this.#work = work
  }

  /** Does it now. While it is being done it is done once more afterwards; a pause after a failure ends. */
  ask(): void {
    if (this.#isRunning) this.#isAskedAgain = true
    else void this.#run()
  }

  stop(): void {
    this.#isStopped = true
    if (this.#timer !== null) clearTimeout(this.#timer)
  }

  async #run(): Promise<void> {
    if (this.#isStopped) return
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#isRunning = true
    this.#isAskedAgain = false
    const hasWorked = await this.#work().then(
      () => true,
      () => false,
    )
    this.#isRunning = false
    this.#failures = hasWorked ? 0 : this.#failures + 1
    if (this.#isAskedAgain) void this.#run()
    else if (!hasWorked && !this.#isStopped) this.#timer = setTimeout(() => void this.#run(), this.#pause())
  }

  #pause(): number {
    return Math.min(longestPauseMs, firstPauseMs * 2 ** (this.#failures - 1))
  }
}
