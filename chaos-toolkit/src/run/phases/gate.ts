import { background } from '../interrupts.ts'
import type { SteadyState } from '../../journal/journal.ts'
import type { Execution } from '../execution.ts'
import { runHypothesis } from './hypothesis.ts'

const manner = (execution: Execution) => ({
  flow: <T>(work: Promise<T>) => execution.interrupts.guard(work),
  onCrash: execution.options.isStrict ? ('throw' as const) : ('fail' as const),
})

const isBroken = (state: SteadyState | null): state is SteadyState =>
  state !== null && !state.steady_state_met

/** A probe that failed makes the journal `failed`; one out of tolerance leaves it `completed`. */
const close = (execution: Execution, state: SteadyState): void => {
  const isFailed = state.probes.some(({ status }) => status !== 'succeeded')
  execution.journal.status = isFailed ? 'failed' : 'completed'
  const name = String(state.probes.at(-1)?.activity.name)
  execution.notes.error(
    `Steady state probe '${name}' is not in the given tolerance so failing this experiment`,
  )
}

/**
 * Looks before the method; false means that it is not played. `deviated` stays false then, and the rollbacks are played
 * unless a probe failed: chaoslib does it so, whatever its pages say.
 */
export const passesGate = async (execution: Execution): Promise<boolean> => {
  const state = await runHypothesis(execution, manner(execution))
  execution.journal.steady_states.before = state
  if (isBroken(state)) close(execution, state)
  return state !== null && !isBroken(state)
}

/** Looks after the method. What it finds overwrites the status that the method left, `failed` of fail-fast too. */
export const lookForDeviation = async (execution: Execution): Promise<void> => {
  const state = await runHypothesis(execution, manner(execution))
  execution.journal.steady_states.after = state
  if (!isBroken(state)) return
  execution.journal.deviated = true
  close(execution, state)
}

/** In the background an exception is heard: it makes the journal `aborted`. */
export const lookInBackground = (execution: Execution): Promise<SteadyState | null> =>
  runHypothesis(execution, { flow: background, onCrash: 'throw' })
