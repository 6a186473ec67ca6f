import type { Fault } from '../fault.ts'

/** Faults of the category dependency. */
export const dependencyFaults = [] as readonly unknown[] as readonly Fault[]
