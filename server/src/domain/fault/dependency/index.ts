import type { Fault } from '../fault.ts'
import { dependencyDown } from './dependency-down.ts'
import { loadSurge } from './load-surge.ts'

/** Faults of what a service depends on, and of what is asked of it. */
export const dependencyFaults = [dependencyDown, loadSurge] as readonly unknown[] as readonly Fault[]
