import { play } from '../run/activity.ts'
import type { Execution } from '../run/execution.ts'
import { isWithinTolerance } from '../tolerance/within.ts'
import type { Mapping } from '../value/mapping.ts'
import type { ControlWorld } from './control-module.ts'

/** Gives a control what it may use of a run. */
export const controlWorld = (execution: Execution): ControlWorld => {
  const { experiment, clock, notes, interrupts, settings } = execution
  const playIn = (activity: Mapping): Promise<unknown> => play(execution, activity)
  return {
    ...{ ...settings, experiment, clock, notes },
    interrupt: (signal) => interrupts.raise(signal),
    isHealthy: async (probe) => {
      try {
        return await isWithinTolerance(probe.tolerance, await playIn(probe), settings, playIn)
      } catch {
        return false
      }
    },
  }
}
