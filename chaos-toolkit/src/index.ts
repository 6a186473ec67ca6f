export { Environment } from './configuration/environment.ts'
export { readVariables } from './configuration/variables.ts'
export { mergeVariables, type VariableFile, type Variables } from './configuration/variable-files.ts'
export { knownControls } from './control/known-controls.ts'
export { describeError } from './failure/describe.ts'
export { PythonError } from './failure/python-error.ts'
export { journalText, type Journal, type Machine } from './journal/journal.ts'
export { loadExperiment, type ExperimentReader } from './load/load-experiment.ts'
export { readControls } from './load/read-controls.ts'
export type { ExperimentSource, Place } from './load/source.ts'
export type { Clock } from './port/clock.ts'
export type { FaultBench, FaultOrder } from './port/fault-bench.ts'
export type { Command, CommandResult, Judge } from './port/judge.ts'
export { silent, type Notes } from './port/notes.ts'
export { allFunctions, allowList } from './python/allow-list.ts'
export { dryModes, hypothesisStrategies, rollbackStrategies, type DryMode } from './run/options.ts'
export { Interrupts, type SignalName } from './run/interrupts.ts'
export { resolveOptions, type RunFlags } from './run/resolve-options.ts'
export {
  placedError,
  runExperiment,
  type ExperimentOrder,
  type ExperimentPorts,
  type Outcome,
} from './run/run-experiment.ts'
export { validateExperiment } from './validate/experiment.ts'
export type { ValidationContext } from './validate/context.ts'
export { importMesh, meshKinds } from './chaos-mesh/import-mesh.ts'
export { meshExperiment } from './chaos-mesh/mesh-experiment.ts'
export { isMeshText, readMesh } from './chaos-mesh/read-mesh.ts'
export type { MeshImport, NotUnderstood } from './chaos-mesh/spec.ts'
export { discoveryOf, type DiscoveryMachine } from './discovery/discovery.ts'
