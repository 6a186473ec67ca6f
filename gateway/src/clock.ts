import { clockDifference, type ClockStep } from '@noops-dojo/contracts'

/** Time of the probes, epoch milliseconds. */
export interface Clock {
  /** Runs with the monotonic clock, within some milliseconds of the wall clock at any moment. */
  now(): number
  /**
   * By how much `now` was set until its last reading, ms; back is negative. Two readings between which this changed do
   * not differ by what passed.
   */
  readonly steppedMs: number
  /** The last steps, oldest first. */
  readonly steps: readonly ClockStep[]
}

/** Less than this is left alone. The server allows five for both clocks (`clockSlackMs`). */
const toleranceMs = 1
const keptSteps = 100

/**
 * The clock of the probes. On Linux the difference between wall clock and monotonic clock changes by steps only (an
 * administrator, NTP's makestep, a machine that slept): what NTP slews, it slews in both. So a difference is a step, and
 * it is taken at once: the server, which reads the same wall clock, has jumped too. Whoever measures across it must know
 * (`steppedMs`). `origin`: the epoch ms at which the monotonic clock was 0, which Node knows to the microsecond; started
 * at Date.now(), which cuts, it would be up to a millisecond behind for as long as it runs.
 */
export const steadyClock = (
  wall: () => number = Date.now,
  monotonic: () => number = () => performance.now(),
  origin: number = performance.timeOrigin,
): Clock => {
  let offset = origin
  let steppedMs = 0
  const steps: ClockStep[] = []
  const followSteps = () => {
    const { least, most } = clockDifference(wall, monotonic)
    if (offset >= least - toleranceMs && offset <= most + toleranceMs) return
    const wanted = (least + most) / 2
    const at = monotonic()
    steps.push({ from: at + offset, to: at + wanted })
    steps.splice(0, steps.length - keptSteps)
    steppedMs += wanted - offset
    offset = wanted
  }
  return {
    steps,
    now: () => {
      followSteps()
      return monotonic() + offset
    },
    get steppedMs() {
      return steppedMs
    },
  }
}
