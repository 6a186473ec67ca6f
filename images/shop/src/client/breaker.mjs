import { httpError } from '../answers.mjs'

/**
 * A circuit breaker (Nygard, Release It!): after `failures` failed calls in a row it refuses calls for `openMs`, then
 * lets one through; a good one closes it, a bad one opens it again. `failures` 0: it is not there.
 */
export const createBreaker = ({ failures, openMs, now = Date.now }) => {
  let inARow = 0
  let openUntil = 0
  let isTrying = false
  const isOpen = () => failures > 0 && inARow >= failures
  return {
    /** Throws 503 while the circuit is open. */
    check: () => {
      if (!isOpen()) return
      if (now() < openUntil || isTrying) throw httpError(503, 'the circuit to the api is open')
      isTrying = true
    },
    /** Tells how the call that `check` let through ended. */
    record: (isGood) => {
      isTrying = false
      inARow = isGood ? 0 : inARow + 1
      if (isOpen()) openUntil = now() + openMs
    },
  }
}
