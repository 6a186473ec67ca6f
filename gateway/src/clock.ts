/** Epoch milliseconds that never jump backwards: what a probe measures must not depend on clock corrections. */
export interface Clock {
  now(): number
}

const stepMs = 1000
const slewPerSecond = 0.5
/** Date.now() is cut to whole milliseconds; a smaller difference means nothing. */
const noiseMs = 2

/**
 * A clock that runs with the monotonic clock and is slewed towards the wall clock by 0.5 ms a second at most
 * (NTP's own limit), so that two nearby times always differ by what really passed. A difference of more than a
 * second (a suspended machine, a clock that was set) is taken at once. It starts from `origin`, the epoch ms at which
 * the monotonic clock was 0, which Node knows to the microsecond: started at Date.now(), which cuts, it would be up to
 * a millisecond behind for as long as it runs.
 */
export const steadyClock = (
  wall: () => number = Date.now,
  monotonic: () => number = () => performance.now(),
  origin: number = performance.timeOrigin,
): Clock => {
  let offset = origin
  let slewedAt = monotonic()
  const slew = () => {
    const at = monotonic()
    const elapsedSeconds = (at - slewedAt) / 1000
    if (elapsedSeconds < 1) return at
    slewedAt = at
    const wanted = wall() - at
    const error = wanted - offset
    if (Math.abs(error) <= noiseMs) return at
    const limit = slewPerSecond * elapsedSeconds
    offset = Math.abs(error) > stepMs ? wanted : offset + Math.max(-limit, Math.min(limit, error))
    return at
  }
  return { now: () => slew() + offset }
}
