import type { Fault } from '../fault.ts'

/** Faults of the category network. */
export const networkFaults = [] as readonly unknown[] as readonly Fault[]
