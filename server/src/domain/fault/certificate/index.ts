import type { Fault } from '../fault.ts'

/** Faults of the category certificate. */
export const certificateFaults = [] as readonly unknown[] as readonly Fault[]
