import type { Availability } from '@noops-dojo/contracts'
import type { Evidence } from './evidence.ts'

/** Two-sided 95 % quantile of the standard normal distribution. */
const z95 = 1.959963984540054

/**
 * Wilson score interval of a share (E. B. Wilson 1927): stays inside [0, 1] and is honest at 0 and at 1, where the
 * usual ± interval has no width. Throws RangeError for counts that are none.
 */
export const wilson = (good: number, total: number, z = z95): { low: number; high: number } => {
  if (!(total >= 0 && good >= 0 && good <= total)) throw new RangeError(`not counts: ${good} of ${total}`)
  if (total === 0) return { low: 0, high: 1 }
  const share = good / total
  const z2 = z * z
  const centre = (share + z2 / (2 * total)) / (1 + z2 / total)
  const half = (z * Math.sqrt((share * (1 - share)) / total + z2 / (4 * total * total))) / (1 + z2 / total)
  return {
    low: good === 0 ? 0 : Math.max(0, centre - half),
    high: good === total ? 1 : Math.min(1, centre + half),
  }
}

/** Share of good samples among those that start in [from, to]; null without a sample. */
export const availabilityOf = (
  evidence: readonly Evidence[],
  from: number,
  to: number,
): Availability | null => {
  const inside = evidence.filter((sample) => sample.from >= from && sample.from <= to)
  if (inside.length === 0) return null
  const good = inside.filter((sample) => sample.isGood).length
  return { good, total: inside.length, ratio: good / inside.length, ...wilson(good, inside.length) }
}
