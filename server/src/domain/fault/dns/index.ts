import type { Fault } from '../fault.ts'

/** Faults of the category dns. */
export const dnsFaults = [] as readonly unknown[] as readonly Fault[]
