import type { Fault } from '../fault.ts'
import { configBad } from './config-bad.ts'
import { releaseBad } from './release-bad.ts'
import { releaseLeak } from './release-leak.ts'
import { releaseSlowStart } from './release-slow-start.ts'

/** Faults that a deploy brings. */
export const releaseFaults = [
  configBad,
  releaseBad,
  releaseLeak,
  releaseSlowStart,
] as readonly unknown[] as readonly Fault[]
