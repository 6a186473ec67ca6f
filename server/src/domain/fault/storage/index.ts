import type { Fault } from '../fault.ts'

/** Faults of the category storage. */
export const storageFaults = [] as readonly unknown[] as readonly Fault[]
