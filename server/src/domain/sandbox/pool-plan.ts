/** What is asked of the pool for one lab, and what it has. */
export interface PoolDemand {
  readonly labId: string
  /** Warm sandboxes that the lab's file asks for, always. */
  readonly kept: number
  /** Starts that classes prepared and that did not come yet. */
  readonly prepared: number
  /** Warm sandboxes of the lab as it is now, ready or not. */
  readonly there: number
}

export interface PoolStep {
  readonly labId: string
  readonly make: number
  readonly end: number
}

/**
 * What to make and what to end. `free`: sandboxes that the host has room for now, `leaving`: those that are being removed,
 * so that room comes by itself. `keptAtMost`: how many warm ones may wait because of the labs' files; what a class prepared
 * may fill the host. When that has no room, spares of labs that nobody prepared give theirs, and it is made once they are
 * gone.
 */
export const planPool = (
  demands: readonly PoolDemand[],
  { free, leaving, keptAtMost }: { free: number; leaving: number; keptAtMost: number },
): PoolStep[] => {
  const short = demands.map(({ prepared, there }) => Math.max(0, prepared - there))
  let left = Math.max(0, free)
  const forClasses = short.map((wanted) => {
    const make = Math.min(wanted, left)
    left -= make
    return make
  })
  const surpluses = demands.map(({ kept, prepared, there }) => Math.max(0, there - Math.max(kept, prepared)))
  let unmet = Math.max(0, sum(short) - sum(forClasses) - sum(surpluses) - leaving)
  let mayBeKept = keptAtMost - sum(demands.map(({ there, prepared }) => Math.max(0, there - prepared)))
  return demands.map(({ labId, kept, prepared, there }, at) => {
    const surplus = surpluses[at] ?? 0
    const given = prepared > 0 ? 0 : Math.min(there - surplus, unmet)
    unmet -= given
    const make = forClasses[at] ?? 0
    const missing = Math.max(0, kept - Math.max(there, prepared))
    const extra = Math.max(0, Math.min(missing, left, mayBeKept))
    left -= extra
    mayBeKept -= extra
    return { labId, make: make + extra, end: surplus + given }
  })
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)
