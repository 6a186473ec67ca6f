import { clockDifference, promptReadingMs, type ClockDifference } from '@noops-dojo/contracts'
import type { Clock } from '../../../domain/ports/index.ts'

/** Less than this says nothing; the bounds of a verdict have five to spare (`clockSlackMs`). */
const toleranceMs = 1
type Clocks = Pick<Clock, 'now' | 'monotonic'>

const differenceOf = (clock: Clocks): ClockDifference =>
  clockDifference(
    () => clock.now(),
    () => clock.monotonic(),
  )

/**
 * Notices that the machine's clock was set. Times before and after that cannot be compared, and the gateway forgets the
 * samples from before (decision 033). Looked at often: from one look to the next, what a slewed clock drifts is nothing.
 */
export class ClockSteps {
  readonly #clock: Clocks
  #known: ClockDifference
  #steppedMs = 0

  constructor(clock: Clocks) {
    this.#clock = clock
    this.#known = differenceOf(clock)
  }

  /** By how much the clock was set since this was made, in whole milliseconds; 0: it was not. */
  look(): number {
    const { least, most } = differenceOf(this.#clock)
    const known = this.#known
    if (least > known.most + toleranceMs) this.#steppedMs += Math.ceil(least - known.most)
    else if (most < known.least - toleranceMs) this.#steppedMs += Math.floor(most - known.least)
    // A look that was held up knows less than the one before.
    else if (most - least > known.most - known.least + promptReadingMs) return this.#steppedMs
    this.#known = { least, most }
    return this.#steppedMs
  }
}
