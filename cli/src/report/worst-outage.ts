import type { OutageInterval } from '@noops-dojo/contracts'

/** Null: tolerated. An outage without an upper bound never ended, which nothing is worse than. */
const severity = (outage: OutageInterval | null): number => (outage ? (outage.maxMs ?? Infinity) : -1)

/** The outage of an attempt's worst injection: a later one that was tolerated hides none. Null: no bad sample at all. */
export const worstOutage = (
  injections: readonly { readonly outage: OutageInterval | null }[],
): OutageInterval | null =>
  injections
    .map(({ outage }) => outage)
    .reduce((worst, outage) => (severity(outage) > severity(worst) ? outage : worst), null)
