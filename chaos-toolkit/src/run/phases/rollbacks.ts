import { withControls } from '../../control/with-controls.ts'
import { isKind } from '../../failure/chaos-error.ts'
import type { Run } from '../../journal/journal.ts'
import { asDict, listIn } from '../../value/get.ts'
import { isTruthy } from '../../value/mapping.ts'
import { pythonStr } from '../../value/text.ts'
import { executeActivity } from '../activity.ts'
import type { Execution } from '../execution.ts'
import { background, ExitSignal, type Flow } from '../interrupts.ts'

/** `default` plays them unless the status is failed or interrupted: after an abort, and a closed gate, too. */
const arePlayed = ({ journal, options, notes }: Execution): boolean => {
  switch (options.rollbacks) {
    case 'always':
      notes.warn('Rollbacks were explicitly requested to be played')
      return true
    case 'never':
      notes.warn('Rollbacks were explicitly requested to not be played')
      return false
    case 'deviated':
      if (!journal.deviated)
        notes.warn('Rollbacks were explicitely requested to be played only if the experiment deviated.')
      return journal.deviated
    case 'default':
      return journal.status !== 'failed' && journal.status !== 'interrupted'
    default:
      return false
  }
}

const applyRollbacks = (execution: Execution, runs: Run[], flow: Flow): Promise<void> => {
  const { experiment, notes, options } = execution
  notes.info("Let's rollback...")
  return withControls(execution, 'rollback', experiment, flow, async (keep) => {
    const pool: Promise<unknown>[] = []
    const onCrash = options.isStrict ? 'throw' : 'fail'
    const rollbacks = listIn(experiment, 'rollbacks').map(asDict)
    if (rollbacks.length === 0) notes.info("No declared rollbacks, let's move on.")
    try {
      for (const declared of rollbacks) {
        notes.info(`Rollback: ${pythonStr(declared.name ?? null)}`)
        const order = { declared, runs, onCrash } as const
        if (isTruthy(declared.background))
          pool.push(executeActivity(execution, { ...order, flow: background }).catch(() => undefined))
        else await executeActivity(execution, { ...order, flow })
      }
    } finally {
      keep(runs)
      await flow(Promise.all(pool))
    }
  })
}

/** Plays the rollbacks when the strategy says so. Source: chaoslib/run.py `run_rollback`. */
export const runRollbacks = async (execution: Execution): Promise<void> => {
  const { journal, interrupts, notes } = execution
  if (!arePlayed(execution)) return
  const runs: Run[] = []
  journal.rollbacks = runs
  try {
    await applyRollbacks(execution, runs, (work) => interrupts.guard(work))
  } catch (error) {
    if (!isKind(error, 'InterruptExecution') && !(error instanceof ExitSignal)) throw error
    journal.status = 'interrupted'
    notes.warn('Received an exit signal. Terminating now without running the remaining rollbacks.')
  }
}
