/** A reading of the two clocks that took longer is made again, since it tells their difference no better. */
export const promptReadingMs = 0.5
const readings = 3

/** By how much a wall clock is ahead of a monotonic one: within these bounds, ms. */
export interface ClockDifference {
  readonly least: number
  readonly most: number
}

/** Reads a wall clock, which is cut to whole milliseconds, between two readings of a monotonic one; both in ms. */
export const clockDifference = (wall: () => number, monotonic: () => number): ClockDifference => {
  for (let reading = 1; ; reading += 1) {
    const before = monotonic()
    const at = wall()
    const after = monotonic()
    if (after - before <= promptReadingMs || reading === readings)
      return { least: at - after, most: at + 1 - before }
  }
}
