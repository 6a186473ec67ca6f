import { isKind } from '../../failure/chaos-error.ts'
import { describeError } from '../../failure/describe.ts'
import type { Execution } from '../execution.ts'
import { lookInBackground } from './gate.ts'

const isEnded = ({ journal }: Execution): boolean =>
  journal.status === 'failed' || journal.status === 'interrupted' || journal.status === 'aborted'

const loop = async (execution: Execution, stop: AbortSignal): Promise<void> => {
  const { options, journal, clock, notes } = execution
  while (!stop.aborted && !isEnded(execution)) {
    const state = await lookInBackground(execution)
    journal.steady_states.during.push(state)
    if (state !== null && !state.steady_state_met) {
      const name = String(state.probes.at(-1)?.activity.name)
      notes.warn(`Continuous steady state probe '${name}' is not in the given tolerance`)
      if (options.failFast) {
        notes.info('Terminating immediately the experiment')
        journal.status = 'failed'
        return
      }
    }
    // The frequency counts from the end of a look: a slow probe makes the looks rarer.
    await clock.sleep(options.frequencyS * 1000, stop)
  }
}

/**
 * Looks at the steady state again and again until `stop` aborts. Never rejects. What it finds does not make the
 * experiment deviate; only the look after the method does. Source: chaoslib/run.py `run_hypothesis_continuously`.
 */
export const lookContinuously = async (execution: Execution, stop: AbortSignal): Promise<void> => {
  execution.notes.info(
    `Executing the steady-state hypothesis continuously every ${execution.options.frequencyS} seconds`,
  )
  try {
    await loop(execution, stop)
  } catch (error) {
    execution.journal.status = isKind(error, 'InterruptExecution') ? 'interrupted' : 'aborted'
    execution.notes.error(describeError(error))
  }
  execution.notes.info('Continuous steady state hypothesis terminated')
}
