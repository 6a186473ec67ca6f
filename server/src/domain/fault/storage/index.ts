import type { Fault } from '../fault.ts'
import { diskFill } from './disk-fill.ts'
import { diskReadonly } from './disk-readonly.ts'

/** Faults of what a target keeps on disk. */
export const storageFaults = [diskFill, diskReadonly] as readonly unknown[] as readonly Fault[]
