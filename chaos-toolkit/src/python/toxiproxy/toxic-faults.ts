import type { FaultOrder } from '../../port/fault-bench.ts'
import { PythonError } from '../../failure/python-error.ts'
import type { Mapping } from '../../value/mapping.ts'

/** Toxics have no end of their own; the dojo’s faults do. Rollbacks come sooner. */
export const untilLifted = '300s'

const ms = (value: unknown): string => `${Math.max(0, Math.round(Number(value) || 0))}ms`

const mapped: Record<string, (attributes: Mapping) => Omit<FaultOrder, 'target'>> = {
  latency: ({ latency, jitter }) => ({
    use: 'network.delay',
    with: { latency: ms(latency), jitter: ms(jitter), for: untilLifted },
  }),
  // Toxiproxy’s unit is KB/s.
  bandwidth: ({ rate }) => ({
    use: 'network.bandwidth',
    with: { rate: `${Math.max(1, Math.round(Number(rate) * 8))}kbit`, for: untilLifted },
  }),
  timeout: () => ({ use: 'network.partition', with: { direction: 'both', for: untilLifted } }),
  reset_peer: () => ({ use: 'network.reset', with: { for: untilLifted } }),
}

/** Types of toxics that have a fault. */
export const mappedToxics = Object.keys(mapped)

/** Faults that toxics may become. */
export const toxicFaults = ['network.delay', 'network.bandwidth', 'network.partition', 'network.reset']

/** Gives the fault that does what a toxic does. Throws ValueError for a toxic that has none. */
export const faultOfToxic = (type: string, attributes: Mapping): Omit<FaultOrder, 'target'> => {
  const make = Object.hasOwn(mapped, type) ? mapped[type] : undefined
  if (make === undefined)
    throw new PythonError(
      'ValueError',
      `the toxic ${type} has no fault in this dojo; there are ${mappedToxics.join(', ')}`,
    )
  return make(attributes)
}
