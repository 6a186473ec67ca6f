import type { Fault } from '../fault.ts'

/** Faults of the category time. */
export const timeFaults = [] as readonly unknown[] as readonly Fault[]
