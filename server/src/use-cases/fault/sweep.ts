import type { PlatformLog } from '../../domain/ports/index.ts'

export interface SweepOrder<T> {
  /** What has to be ended now. */
  readonly list: () => Promise<readonly T[]>
  readonly end: (each: T) => Promise<void>
  /** What the operator reads when it does not work. */
  readonly problem: string
}

/** Ends what nobody else ends any more, in passes. What cannot be ended keeps nothing else, and is tried again. */
export class Sweep<T extends { readonly id: string }> {
  #isTurning = false
  #failures = 0
  #stuck: ReadonlySet<string> = new Set()

  constructor(
    private readonly order: SweepOrder<T>,
    private readonly log: PlatformLog,
  ) {}

  /** One pass; never throws. Does nothing while the pass before is under way. */
  async turn(): Promise<void> {
    if (this.#isTurning) return
    this.#isTurning = true
    try {
      await this.#endAll(await this.order.list())
      this.#failures = 0
    } catch (error) {
      // The first pass of a server may come before its database; one failure is no news.
      this.#failures += 1
      if (this.#failures === 2) this.log.warn(this.order.problem, { error: String(error) })
    } finally {
      this.#isTurning = false
    }
  }

  /** One that fails pass after pass is told once. */
  async #endAll(all: readonly T[]): Promise<void> {
    const stuck = new Set<string>()
    for (const each of all)
      await this.order.end(each).catch((error: unknown) => {
        stuck.add(each.id)
        if (!this.#stuck.has(each.id))
          this.log.warn(this.order.problem, { id: each.id, error: String(error) })
      })
    this.#stuck = stuck
  }
}
