import type { Fault } from '../fault.ts'

/** Faults of the category http. */
export const httpFaults = [] as readonly unknown[] as readonly Fault[]
