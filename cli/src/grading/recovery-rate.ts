/** Share of successes with an exact two-sided 95 % interval. */
export interface RecoveryRate {
  readonly recovered: number
  readonly attempts: number
  /** Attempts that were inconclusive: in no figure, but told. */
  readonly inconclusive: number
  readonly rate: number | null
  readonly low: number
  readonly high: number
}

/** ln Γ(x) for x > 0, Lanczos approximation with g = 7 (relative error below 1e-14). */
const logGamma = (x: number): number => {
  const coefficients = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ]
  const z = x - 1
  const sum = coefficients.reduce(
    (total, value, index) => (index === 0 ? value : total + value / (z + index)),
    0,
  )
  const t = z + 7.5
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum)
}

/** P(X ≥ k) for X binomial(n, p). */
const upperTail = (k: number, n: number, p: number): number => {
  let total = 0
  for (let i = k; i <= n; i += 1) {
    const logChoose = logGamma(n + 1) - logGamma(i + 1) - logGamma(n - i + 1)
    total += Math.exp(logChoose + i * Math.log(p) + (n - i) * Math.log1p(-p))
  }
  return Math.min(1, total)
}

/** Gives the p in (0, 1) at which an increasing function reaches `goal`, by bisection. */
const solve = (increasing: (p: number) => number, goal: number): number => {
  let low = 0
  let high = 1
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2
    if (increasing(middle) < goal) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/**
 * Clopper–Pearson interval: the exact binomial interval of C. J. Clopper and E. S. Pearson, Biometrika 26 (1934),
 * 404–413, at 95 %. `k` of `n` attempts recovered; 0 ≤ k ≤ n.
 */
export const exactInterval = (k: number, n: number): { low: number; high: number } => {
  if (n === 0) return { low: 0, high: 1 }
  const tail = 0.025
  return {
    low: k === 0 ? 0 : solve((p) => upperTail(k, n, p), tail),
    high: k === n ? 1 : solve((p) => upperTail(k + 1, n, p), 1 - tail),
  }
}

/** Gives the recovery rate of conclusive attempts. */
export const recoveryRate = (outcomes: readonly ('met' | 'unmet' | 'inconclusive')[]): RecoveryRate => {
  const conclusive = outcomes.filter((outcome) => outcome !== 'inconclusive')
  const recovered = conclusive.filter((outcome) => outcome === 'met').length
  return {
    recovered,
    attempts: conclusive.length,
    inconclusive: outcomes.length - conclusive.length,
    rate: conclusive.length === 0 ? null : recovered / conclusive.length,
    ...exactInterval(recovered, conclusive.length),
  }
}
