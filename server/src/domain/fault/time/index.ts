import type { Fault } from '../fault.ts'
import { clockSkew } from './clock-skew.ts'

/** Faults of the time that a target sees. */
export const timeFaults = [clockSkew] as readonly unknown[] as readonly Fault[]
