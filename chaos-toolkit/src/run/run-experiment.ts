import type { Verdict } from '@noops-dojo/contracts'
import type { Environment } from '../configuration/environment.ts'
import type { Variables } from '../configuration/variable-files.ts'
import { knownControls } from '../control/known-controls.ts'
import type { ControlModules } from '../control/control-module.ts'
import { ChaosError } from '../failure/chaos-error.ts'
import { describeError } from '../failure/describe.ts'
import { noopsExtension } from '../journal/extension.ts'
import { exitCodeOf, type Journal, type Machine } from '../journal/journal.ts'
import { FaultLedger } from '../ledger/fault-ledger.ts'
import { findingsOf } from '../ledger/findings.ts'
import type { ExperimentSource } from '../load/source.ts'
import type { Clock } from '../port/clock.ts'
import type { FaultBench } from '../port/fault-bench.ts'
import type { Judge } from '../port/judge.ts'
import type { Notes } from '../port/notes.ts'
import type { Mapping } from '../value/mapping.ts'
import type { Execution } from './execution.ts'
import type { Interrupts } from './interrupts.ts'
import { playExperiment } from './play-experiment.ts'
import { prepareExecution } from './prepare.ts'
import type { RunFlags } from './resolve-options.ts'

export interface ExperimentOrder {
  readonly source: ExperimentSource
  readonly flags: RunFlags
  readonly isValidated: boolean
  readonly variables: Variables
  readonly globalControls: readonly Mapping[]
  readonly environment: Environment
  readonly machine: Machine
}

export interface ExperimentPorts {
  readonly judge: Judge
  readonly bench: FaultBench
  readonly clock: Clock
  readonly notes: Notes
  readonly interrupts: Interrupts
  /** What the dojo itself says of a window of time (epoch ms); null when it cannot. */
  readonly verdictOf?: (from: number, to: number) => Promise<Verdict | null>
  /** Default: those that the dojo does itself. */
  readonly controlModules?: ControlModules
}

export interface Outcome {
  /** Null: chaoslib writes none there either. */
  readonly journal: Journal | null
  readonly exitCode: 0 | 1
  /** Why there is no journal, with its place in the file where it has one. */
  readonly failure: string | null
  readonly findings: readonly string[]
}

/** Gives an error as a compiler prints it: `file:line:column: message`. */
export const placedError = (error: unknown, source: ExperimentSource): string => {
  const path = error instanceof ChaosError ? error.path : undefined
  const text = error instanceof ChaosError ? error.message : describeError(error)
  if (path === undefined) return text
  const { line, column } = source.placeOf(path)
  return `${source.name}:${line}:${column}: ${text}`
}

const verdictOf = async (
  { journal, faults, clock, notes }: Execution,
  ports: ExperimentPorts,
): Promise<Verdict | null> => {
  if (faults.lines.length === 0 || !ports.verdictOf) return null
  try {
    return await ports.verdictOf(Date.parse(journal.start), clock.now())
  } catch (error) {
    notes.warn(`The dojo has no verdict: ${describeError(error)}`)
    return null
  }
}

/** Lifts what is left, whatever has happened before, and gives what the author should know. */
const settle = async (execution: Execution): Promise<string[]> => {
  const { faults, journal, notes } = execution
  try {
    const left = await faults.settle()
    const playedRollbacks = journal.rollbacks.length > 0
    return findingsOf({ left, complaints: faults.complaints, playedRollbacks })
  } catch (error) {
    notes.error(`Faults could not be lifted now: ${describeError(error)}`)
    return [...faults.complaints, describeError(error)]
  }
}

const outcomeOf = async (execution: Execution, ports: ExperimentPorts, crash: unknown): Promise<Outcome> => {
  const findings = await settle(execution)
  for (const finding of findings) execution.notes.warn(finding)
  if (crash !== undefined) return { journal: null, exitCode: 1, failure: describeError(crash), findings }
  const { journal, options, divergences, faults } = execution
  if (!options.isStrict) {
    const verdict = await verdictOf(execution, ports)
    journal.extensions = [noopsExtension({ verdict, lines: faults.lines, findings, divergences })]
  }
  return { journal, exitCode: exitCodeOf(journal), failure: null, findings }
}

/**
 * Runs an experiment as `chaos run` does and gives its journal and exit code. No fault that it injected stays. Never
 * rejects for what is in the experiment; rejects when the sandbox cannot be reached before the start.
 */
export const runExperiment = async (order: ExperimentOrder, ports: ExperimentPorts): Promise<Outcome> => {
  const descriptions = await ports.bench.listFaults()
  const faults = new FaultLedger(ports.bench)
  let execution: Execution
  try {
    const controlModules = ports.controlModules ?? knownControls()
    execution = await prepareExecution(order, { ...ports, faults, controlModules }, descriptions)
  } catch (error) {
    return { journal: null, exitCode: 1, failure: placedError(error, order.source), findings: [] }
  }
  let crash: unknown
  try {
    await playExperiment(execution)
  } catch (error) {
    crash = error
  }
  return outcomeOf(execution, ports, crash)
}
