import type { Fault } from '../fault.ts'

/** Faults of the category platform. */
export const platformFaults = [] as readonly unknown[] as readonly Fault[]
