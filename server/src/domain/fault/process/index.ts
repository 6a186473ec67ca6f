import type { Fault } from '../fault.ts'
import { containerCrash } from './container-crash.ts'
import { containerPause } from './container-pause.ts'
import { containerStop } from './container-stop.ts'
import { crashLoop } from './crash-loop.ts'
import { fdExhaustion } from './fd-exhaustion.ts'
import { processExhaustion } from './process-exhaustion.ts'
import { processStop } from './process-stop.ts'

/** Faults of a target's processes. */
export const processFaults = [
  containerCrash,
  containerPause,
  containerStop,
  processStop,
  crashLoop,
  processExhaustion,
  fdExhaustion,
] as readonly unknown[] as readonly Fault[]
