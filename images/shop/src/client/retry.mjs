const longest = 10_000

/**
 * How long to wait before retry number `attempt` (0 is the first): exponential back-off, ms. Jitter `full` draws from
 * [0, back-off], so that clients that failed together do not come back together (Brooker, AWS Builders' Library).
 */
export const backOffMs = ({ backOff, jitter }, attempt, random = Math.random) => {
  const ms = Math.min(longest, backOff * 2 ** attempt)
  return jitter === 'full' ? random() * ms : ms
}

/**
 * A retry budget: a token bucket that `percent` of the requests fill and each retry empties by one. `percent`
 * undefined: every retry is allowed. It starts with ten, so that a quiet service may retry too.
 */
export const createBudget = (percent, most = 10) => {
  let tokens = most
  return {
    deposit: () => {
      if (percent !== undefined) tokens = Math.min(most, tokens + percent / 100)
    },
    withdraw: () => {
      if (percent === undefined) return true
      if (tokens < 1) return false
      tokens -= 1
      return true
    },
  }
}
