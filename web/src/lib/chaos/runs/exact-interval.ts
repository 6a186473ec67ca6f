/** Natural logarithm of n!, summed up: a sandbox has tens of runs, not millions. */
const logFactorial = (n: number): number => {
  let sum = 0
  for (let i = 2; i <= n; i += 1) sum += Math.log(i)
  return sum
}

/** P(X ≤ k) of a binomial with `n` trials of probability `p`. */
const atMost = (k: number, n: number, p: number): number => {
  if (k >= n) return 1
  if (p <= 0) return 1
  if (p >= 1) return 0
  let sum = 0
  for (let i = 0; i <= k; i += 1) {
    const ways = logFactorial(n) - logFactorial(i) - logFactorial(n - i)
    sum += Math.exp(ways + i * Math.log(p) + (n - i) * Math.log1p(-p))
  }
  return Math.min(1, sum)
}

/** The p in [0, 1] at which the falling function `tail` is `wanted`. */
const solve = (tail: (p: number) => number, wanted: number): number => {
  let [low, high] = [0, 1]
  for (let turn = 0; turn < 60; turn += 1) {
    const middle = (low + high) / 2
    if (tail(middle) > wanted) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/**
 * The exact (Clopper–Pearson 1934) 95 % interval of a rate: `successes` of `trials`. Without a trial nothing is known:
 * [0, 1].
 */
export const exactInterval = (successes: number, trials: number): { low: number; high: number } => {
  if (trials === 0) return { low: 0, high: 1 }
  const half = 0.025
  const low = successes === 0 ? 0 : solve((p) => atMost(successes - 1, trials, p), 1 - half)
  const high = successes === trials ? 1 : solve((p) => atMost(successes, trials, p), half)
  return { low, high }
}
