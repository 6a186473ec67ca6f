import { Refusal } from '../refusal.ts'

/** Looking at each of them asks the engine as often: not more often than this. */
const sweepIntervalMs = 1000

/**
 * Commands that were made in a container and not started. The engine keeps such a command, with an environment of up to
 * 1 MiB, for as long as its container lives: without a bound a loop of creates fills the daemon's memory.
 */
export class WaitingExecs {
  readonly #limit: number
  readonly #ids = new Set<string>()
  #making = 0
  #sweptAt = -Infinity

  constructor(limit: number) {
    this.#limit = limit
  }

  /**
   * Runs `make`, which gives the new command's id, or null when the engine refused. At the limit `isWaiting` is asked of
   * each one that is counted: most were started long ago. Throws Refusal 429 when there is still no room.
   */
  async add<T extends { id: string | null }>(
    make: () => Promise<T>,
    isWaiting: (id: string) => Promise<boolean>,
  ): Promise<T> {
    this.#making++
    try {
      if (this.#count > this.#limit) await this.#forget(isWaiting)
      if (this.#count > this.#limit)
        throw new Refusal(
          429,
          `this sandbox has ${this.#limit} commands that were never started; start one first`,
        )
      const made = await make()
      if (made.id) this.#ids.add(made.id)
      return made
    } finally {
      this.#making--
    }
  }

  get #count(): number {
    return this.#ids.size + this.#making
  }

  async #forget(isWaiting: (id: string) => Promise<boolean>): Promise<void> {
    const now = performance.now()
    if (now - this.#sweptAt < sweepIntervalMs) return
    this.#sweptAt = now
    for (const id of [...this.#ids]) if (!(await isWaiting(id))) this.#ids.delete(id)
  }
}
