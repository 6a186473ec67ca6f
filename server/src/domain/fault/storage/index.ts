import type { Fault } from '../fault.ts'
import { diskFill } from './disk-fill.ts'
import { diskReadonly } from './disk-readonly.ts'
import { fileCorrupt } from './file-corrupt.ts'

/** Faults of what a target keeps on disk. */
export const storageFaults = [diskFill, diskReadonly, fileCorrupt] as readonly unknown[] as readonly Fault[]
