import type { Fault } from '../fault.ts'
import { releaseBad } from './release-bad.ts'

/** Faults that a deploy brings. */
export const releaseFaults = [releaseBad] as readonly unknown[] as readonly Fault[]
