import type { Fault } from '../fault.ts'
import { containerCrash } from './container-crash.ts'
import { containerPause } from './container-pause.ts'
import { containerStop } from './container-stop.ts'
import { processStop } from './process-stop.ts'

/** Faults of a target's processes. */
export const processFaults = [
  containerCrash,
  containerPause,
  containerStop,
  processStop,
] as readonly unknown[] as readonly Fault[]
