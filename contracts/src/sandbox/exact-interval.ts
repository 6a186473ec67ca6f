/** P(X ≤ k) of a binomial with `n` trials of probability `p`; 0 < p < 1. Each term follows from the one before. */
const atMost = (k: number, n: number, p: number): number => {
  // In logarithms: (1 − p)ⁿ alone is too small for a number when n is some thousands.
  let logTerm = n * Math.log1p(-p)
  let sum = Math.exp(logTerm)
  for (let i = 1; i <= k; i += 1) {
    logTerm += Math.log((n - i + 1) / i) + Math.log(p) - Math.log1p(-p)
    sum += Math.exp(logTerm)
  }
  return Math.min(1, sum)
}

/** The p in (0, 1) at which the falling function `tail` is `wanted`, by bisection. */
const solve = (tail: (p: number) => number, wanted: number): number => {
  let [low, high] = [0, 1]
  for (let turn = 0; turn < 50; turn += 1) {
    const middle = (low + high) / 2
    if (tail(middle) > wanted) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/**
 * The exact 95 % interval of a rate, `successes` of `trials` (0 ≤ successes ≤ trials), both bounds as shares: C. J. Clopper
 * and E. S. Pearson, Biometrika 26 (1934), 404–413. The low bound is the p at which so many successes or more have a chance
 * of 2.5 %, the high one that at which so many or fewer have. Without a trial nothing is known: [0, 1].
 */
export const exactInterval = (successes: number, trials: number): { low: number; high: number } => {
  if (trials === 0) return { low: 0, high: 1 }
  const half = 0.025
  return {
    low: successes === 0 ? 0 : solve((p) => atMost(successes - 1, trials, p), 1 - half),
    high: successes === trials ? 1 : solve((p) => atMost(successes, trials, p), half),
  }
}
