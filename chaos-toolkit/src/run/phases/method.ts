import { withControls } from '../../control/with-controls.ts'
import { isKind } from '../../failure/chaos-error.ts'
import { describeError } from '../../failure/describe.ts'
import type { Run } from '../../journal/journal.ts'
import { asDict, listIn } from '../../value/get.ts'
import { isTruthy } from '../../value/mapping.ts'
import { executeActivity } from '../activity.ts'
import type { Execution } from '../execution.ts'
import { background, ExitSignal, type Flow } from '../interrupts.ts'

const stopping = new Set(['aborted', 'failed', 'interrupted'])

const playAll = async (
  execution: Execution,
  runs: Run[],
  flow: Flow,
  pool: Promise<unknown>[],
): Promise<void> => {
  const method = listIn(execution.experiment, 'method').map(asDict)
  if (method.length === 0) execution.notes.info("No declared activities, let's move on.")
  for (const declared of method) {
    const order = { declared, runs, onCrash: 'throw' as const }
    if (isTruthy(declared.background))
      // Nobody asks chaoslib’s threads for their exceptions: such a run stays without a status.
      pool.push(executeActivity(execution, { ...order, flow: background }).catch(() => undefined))
    else await executeActivity(execution, { ...order, flow })
    if (stopping.has(String(execution.journal.status))) return
  }
}

const applyMethod = (execution: Execution, runs: Run[], flow: Flow): Promise<void> =>
  withControls(execution, 'method', execution.experiment, flow, async (keep) => {
    const pool: Promise<unknown>[] = []
    let isHarsh = false
    try {
      await playAll(execution, runs, flow, pool)
    } catch (error) {
      isHarsh = error instanceof ExitSignal && error.code === 30
      throw error
    } finally {
      keep(runs)
      if (!isHarsh) await flow(Promise.all(pool))
    }
  })

/**
 * Plays the method and waits for what runs in the background. Gives false when an exception broke it off: the status is
 * `aborted` then. A failed activity does not: it may end `completed`. Rejects with InterruptExecution and signals.
 * Source: chaoslib/run.py `run_method`.
 */
export const runMethod = async (execution: Execution): Promise<boolean> => {
  const { journal, notes, interrupts } = execution
  notes.info("Playing your experiment's method now...")
  const runs: Run[] = []
  journal.run = runs
  try {
    await applyMethod(execution, runs, (work) => interrupts.guard(work))
    return true
  } catch (error) {
    if (isKind(error, 'InterruptExecution') || error instanceof ExitSignal) throw error
    journal.status = 'aborted'
    notes.error(`Experiment ran into an un expected fatal error, aborting now. ${describeError(error)}`)
    return false
  }
}
