import { applyControls } from '../control/apply-controls.ts'
import { cleanUpControls, initialiseControls } from '../control/initialise-controls.ts'
import { ChaosError, isKind } from '../failure/chaos-error.ts'
import { isoTime } from '../journal/time.ts'
import { dictIn, listIn } from '../value/get.ts'
import { isTruthy } from '../value/mapping.ts'
import { lookContinuously } from './phases/continuous.ts'
import type { Execution } from './execution.ts'
import { lookForDeviation, passesGate } from './phases/gate.ts'
import { ExitSignal } from './interrupts.ts'
import { runMethod } from './phases/method.ts'
import { looksAfter, looksBefore, looksDuring } from './options.ts'
import { runRollbacks } from './phases/rollbacks.ts'

const hasProbes = ({ experiment, options }: Execution): boolean =>
  options.hypothesis !== 'skip' &&
  isTruthy(experiment['steady-state-hypothesis']) &&
  listIn(dictIn(experiment, 'steady-state-hypothesis'), 'probes').length > 0

const playBetweenLooks = async (execution: Execution, looks: Promise<void>[]): Promise<void> => {
  const { options, journal } = execution
  const hasHypothesis = hasProbes(execution)
  if (!hasHypothesis) execution.notes.info("No steady state hypothesis defined. That's ok, just exploring.")
  if (hasHypothesis && looksBefore(options.hypothesis) && !(await passesGate(execution))) return
  const stop = new AbortController()
  try {
    if (hasHypothesis && looksDuring(options.hypothesis)) looks.push(lookContinuously(execution, stop.signal))
    const isWhole = await runMethod(execution)
    stop.abort()
    const isStopped = journal.status === 'interrupted' || journal.status === 'aborted'
    if (isWhole && !isStopped && hasHypothesis && looksAfter(options.hypothesis))
      await lookForDeviation(execution)
  } finally {
    // chaoslib leaves the loop to the journal’s status after an interruption; waiting for it needs the same end here.
    stop.abort()
  }
}

/** Writes an interruption into the journal; gives whether the rollbacks may still be played. */
const noteInterruption = ({ journal, notes }: Execution, error: unknown): boolean => {
  if (!isKind(error, 'InterruptExecution') && !(error instanceof ExitSignal)) throw error
  journal.status = 'interrupted'
  notes.error(error instanceof ExitSignal ? `Received the exit signal: ${error.code}` : error.message)
  return !(error instanceof ExitSignal && error.code === 30)
}

const close = async (execution: Execution, startedAt: number): Promise<void> => {
  const { journal, clock, notes, experiment } = execution
  journal.end = isoTime(clock.now())
  journal.duration = (clock.now() - startedAt) / 1000
  journal.status ??= 'completed'
  notes.info(`Experiment ended with status: ${journal.deviated ? 'deviated' : journal.status}`)
  if (journal.deviated) notes.info('The steady-state has deviated, a weakness may have been discovered')
  try {
    await applyControls(execution, {
      level: 'experiment',
      scope: 'after',
      context: experiment,
      state: journal,
    })
  } catch (error) {
    if (!(error instanceof ChaosError)) throw error
  }
}

const playInside = async (execution: Execution, startedAt: number): Promise<void> => {
  const { experiment, interrupts } = execution
  const looks: Promise<void>[] = []
  let mayRollBack = true
  try {
    const before = { level: 'experiment', scope: 'before', context: experiment, state: null } as const
    await interrupts.guard(applyControls(execution, before))
    await playBetweenLooks(execution, looks)
    interrupts.check()
  } catch (error) {
    mayRollBack = noteInterruption(execution, error)
  } finally {
    await Promise.all(looks)
  }
  if (mayRollBack) await runRollbacks(execution)
  await close(execution, startedAt)
}

/**
 * Plays an experiment into its journal: controls, gate, method with the looks during it, look after it, rollbacks.
 * Rejects where chaoslib ends with a traceback and no journal. Source: chaoslib/run.py `Runner._run`.
 */
export const playExperiment = async (execution: Execution): Promise<void> => {
  const startedAt = execution.clock.now()
  await initialiseControls(execution)
  try {
    await playInside(execution, startedAt)
  } finally {
    await cleanUpControls(execution)
  }
}
