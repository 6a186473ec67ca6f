import type { Clock } from '../../domain/ports/index.ts'

/**
 * The fault runs that this server will end itself, in memory: what is open in the ledger and not here has lost its server.
 * By time that passes, so that nothing changes when the machine's clock is set.
 */
export class OwnRuns {
  readonly #clock: Pick<Clock, 'monotonic'>
  readonly #until = new Map<string, number>()

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock
  }

  /** It is this server's for `withinMs` at most: one that was to be ended by then was forgotten. */
  add(id: string, withinMs: number): void {
    this.#until.set(id, this.#clock.monotonic() + withinMs)
  }

  /** It is over, or could not be ended: others may try. */
  remove(id: string): void {
    this.#until.delete(id)
  }

  has(id: string): boolean {
    const until = this.#until.get(id)
    if (until === undefined) return false
    if (this.#clock.monotonic() <= until) return true
    this.#until.delete(id)
    return false
  }
}
