import { substitute } from '../configuration/substitute.ts'
import { withControls } from '../control/with-controls.ts'
import { activityFailed, isKind } from '../failure/chaos-error.ts'
import { describeError } from '../failure/describe.ts'
import { PythonError } from '../failure/python-error.ts'
import type { Run } from '../journal/journal.ts'
import { isoTime } from '../journal/time.ts'
import { playActivity } from '../provider/play.ts'
import { asDict } from '../value/get.ts'
import { isTruthy, type Mapping } from '../value/mapping.ts'
import { pythonStr } from '../value/text.ts'
import { typeName } from '../value/type-name.ts'
import { dryOf } from './dry.ts'
import type { Execution } from './execution.ts'
import type { Flow } from './interrupts.ts'

export interface ActivityOrder {
  /** As it is declared: it may be a mere `ref`. */
  readonly declared: Mapping
  readonly flow: Flow
  /** What an exception that chaoslib does not catch becomes here. */
  readonly onCrash: 'throw' | 'fail'
  /** Where the run is written as soon as it starts. */
  readonly runs?: Run[]
}

/** Plays an activity with everything it may use. */
export const play = (execution: Execution, activity: Mapping): Promise<unknown> => {
  const { judge, faults, clock, environment, settings } = execution
  const world = { ...settings, judge, faults, clock, environment, activity: pythonStr(activity.name ?? null) }
  return playActivity(activity, world, execution.modules)
}

const pause = async (execution: Execution, seconds: unknown, flow: Flow): Promise<void> => {
  if (typeof seconds !== 'number' && typeof seconds !== 'boolean')
    throw new PythonError('TypeError', `'${typeName(seconds)}' object cannot be interpreted as an integer`)
  await flow(execution.clock.sleep(Number(seconds) * 1000))
}

const fail = (run: Run, error: unknown): void => {
  run.status = 'failed'
  run.output = null
  run.exception = [`${describeError(error)}\n`]
}

const playInto = async (
  run: Run,
  execution: Execution,
  activity: Mapping,
  order: ActivityOrder,
): Promise<void> => {
  try {
    run.output = await order.flow(play(execution, activity))
    run.status = 'succeeded'
  } catch (error) {
    const isCrash = error instanceof PythonError && order.onCrash === 'fail'
    if (!isKind(error, 'ActivityFailed') && !isCrash) throw error
    fail(run, error)
    execution.notes.error(`  => failed: ${(error as Error).message}`)
    if (isCrash) noteCrash(execution, activity, error)
  }
}

/** Writes down that chaoslib would have ended there without a journal. */
export const noteCrash = (execution: Execution, activity: Mapping, error: unknown): void => {
  execution.divergences.push({
    where: pythonStr(activity.name ?? activity.ref ?? null),
    chaoslib: `ends with ${describeError(error)} and writes no journal`,
    here: 'the activity failed',
  })
}

const timed = async (execution: Execution, run: Run, work: () => Promise<void>): Promise<void> => {
  const startedAt = execution.clock.now()
  run.start = isoTime(startedAt)
  try {
    await work()
  } finally {
    const endedAt = execution.clock.now()
    run.end = isoTime(endedAt)
    run.duration = (endedAt - startedAt) / 1000
  }
}

const perform = async (execution: Execution, activity: Mapping, order: ActivityOrder): Promise<Run> => {
  const { isDry, skipsPauses } = dryOf(activity, execution)
  const pauses = asDict(substitute('pauses' in activity ? activity.pauses : {}, execution.settings))
  if (isTruthy(pauses.before)) {
    execution.notes.info(`Pausing before next activity for ${pythonStr(pauses.before)}s...`)
    if (!skipsPauses) await pause(execution, pauses.before, order.flow)
  }
  const title = activity.type === 'probe' ? 'Probe' : 'Action'
  execution.notes.info(
    `${title}: ${pythonStr(activity.name ?? null)}${isTruthy(activity.background) ? ' [in background]' : ''}`,
  )
  const run: Run = { activity: { ...activity }, output: null, start: '' }
  order.runs?.push(run)
  try {
    await timed(execution, run, async () => {
      if (isDry) run.status = 'succeeded'
      else await playInto(run, execution, activity, order)
    })
  } finally {
    // After an interruption too: chaoslib’s own guard against that is never set.
    if (isTruthy(pauses.after)) {
      execution.notes.info(`Pausing after activity for ${pythonStr(pauses.after)}s...`)
      if (!skipsPauses) await pause(execution, pauses.after, order.flow)
    }
  }
  return run
}

const failedRef = (execution: Execution, order: ActivityOrder, error: unknown): Run => {
  const now = isoTime(execution.clock.now())
  const run: Run = { activity: { ...order.declared }, output: null, start: now, end: now, duration: 0 }
  fail(run, error)
  order.runs?.push(run)
  noteCrash(execution, order.declared, error)
  return run
}

/**
 * Plays an activity with its controls, pauses and dry mode, and gives its run. Rejects with what chaoslib does not turn
 * into a failed activity. Source: chaoslib/activity.py `execute_activity`.
 */
export const executeActivity = async (execution: Execution, order: ActivityOrder): Promise<Run> => {
  const { ref } = order.declared
  const activity = isTruthy(ref) ? execution.activities.get(ref as string) : order.declared
  if (activity === undefined) {
    const error = activityFailed(`could not find referenced activity '${String(ref)}'`)
    if (order.onCrash === 'fail') return failedRef(execution, order, error)
    throw error
  }
  return withControls(execution, 'activity', activity, order.flow, async (keep) => {
    const run = await perform(execution, activity, order)
    keep(run)
    return run
  })
}
