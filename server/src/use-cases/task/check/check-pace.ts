const restShare = 0.5
/** A check that hung until its timeout took no processor for so long; the others need not wait for it. */
const longestRestMs = 2_000

/**
 * How fast the checks of all sandboxes may follow each other. Each is an exec and some commands, a fifth of a second of
 * processor: thirty sandboxes that ask once a second would fill a machine with questions, and what is asked about would
 * starve. So a lane rests after a check for half as long as the check took. A busier machine is thereby asked less.
 */
export class CheckPace {
  readonly #lanes: number
  readonly #now: () => number
  #working = 0
  #restingUntil: number[] = []

  /** `lanes`: checks at once at most; `now`: milliseconds of any origin. */
  constructor(lanes: number, now: () => number) {
    this.#lanes = lanes
    this.#now = now
  }

  /** Whether another check may begin now. */
  isFree(): boolean {
    const now = this.#now()
    this.#restingUntil = this.#restingUntil.filter((until) => until > now)
    return this.#working + this.#restingUntil.length < this.#lanes
  }

  /** Takes a lane until `work` and the rest after it are over; gives what `work` gives, before the rest. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const startedAt = this.#now()
    this.#working += 1
    try {
      return await work()
    } finally {
      this.#working -= 1
      const endedAt = this.#now()
      this.#restingUntil.push(endedAt + Math.min((endedAt - startedAt) * restShare, longestRestMs))
    }
  }
}
