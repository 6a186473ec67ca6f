import { substitute } from '../../configuration/substitute.ts'
import { withControls } from '../../control/with-controls.ts'
import { PythonError } from '../../failure/python-error.ts'
import { describeError } from '../../failure/describe.ts'
import type { Run, SteadyState } from '../../journal/journal.ts'
import { isWithinTolerance } from '../../tolerance/within.ts'
import { asDict, listIn } from '../../value/get.ts'
import { isTruthy, type Mapping } from '../../value/mapping.ts'
import { executeActivity, noteCrash, play, type ActivityOrder } from '../activity.ts'
import type { Execution } from '../execution.ts'

type Manner = Pick<ActivityOrder, 'flow' | 'onCrash'>

const isTolerated = async (execution: Execution, probe: Mapping, run: Run): Promise<boolean> => {
  const { settings } = execution
  const tolerance =
    typeof probe.tolerance === 'string' ? substitute(probe.tolerance, settings) : probe.tolerance
  return isWithinTolerance(tolerance, run.output, settings, (activity) => play(execution, activity))
}

/** Says whether the run is within its tolerance and writes that into it. */
const check = async (execution: Execution, probe: Mapping, run: Run, manner: Manner): Promise<boolean> => {
  try {
    run.tolerance_met = await manner.flow(isTolerated(execution, probe, run))
  } catch (error) {
    if (!(error instanceof PythonError) || manner.onCrash === 'throw') throw error
    run.status = 'failed'
    run.exception = [`${describeError(error)}\n`]
    run.tolerance_met = false
    noteCrash(execution, run.activity, error)
  }
  return run.tolerance_met
}

const lookAt = async (
  execution: Execution,
  state: SteadyState,
  probe: Mapping,
  manner: Manner,
): Promise<boolean> => {
  const run = await executeActivity(execution, { declared: probe, ...manner })
  state.probes.push(run)
  if (run.status === 'failed') {
    run.tolerance_met = false
    execution.notes.warn('Probe terminated unexpectedly, so its tolerance could not be validated')
    return false
  }
  run.tolerance_met = true
  const { dry } = execution.options
  return dry === 'probes' || dry === 'activities' ? true : check(execution, probe, run, manner)
}

/**
 * Looks at the steady state once; the first probe that fails or is out of its tolerance ends the look. Gives null when
 * there is no hypothesis. Source: chaoslib/hypothesis.py `run_steady_state_hypothesis`.
 */
export const runHypothesis = async (execution: Execution, manner: Manner): Promise<SteadyState | null> => {
  const declared = execution.experiment['steady-state-hypothesis']
  if (!isTruthy(declared)) return null
  const hypothesis = asDict(declared)
  const state: SteadyState = { steady_state_met: null, probes: [] }
  execution.notes.info(`Steady state hypothesis: ${String(hypothesis.title)}`)
  return withControls(execution, 'hypothesis', hypothesis, manner.flow, async (keep) => {
    keep(state)
    for (const probe of listIn(hypothesis, 'probes')) {
      if (await lookAt(execution, state, asDict(probe), manner)) continue
      state.steady_state_met = false
      return state
    }
    state.steady_state_met = true
    execution.notes.info('Steady state hypothesis is met!')
    return state
  })
}
