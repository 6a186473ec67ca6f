import type { Fault } from '../fault.ts'

/** Faults of the category resource. */
export const resourceFaults = [] as readonly unknown[] as readonly Fault[]
