import type { Environment } from '../configuration/environment.ts'
import type { Notes } from '../port/notes.ts'
import type { PythonModules } from '../python/python-function.ts'
import type { ControlModules } from '../control/control-module.ts'
import type { ExperimentPath } from '../failure/chaos-error.ts'

/** What validation needs beside the experiment. */
export interface ValidationContext {
  readonly modules: PythonModules
  readonly controls: ControlModules
  readonly environment: Environment
  readonly notes: Notes
  /** Says whether an executable is in the judge’s PATH; undefined when there is no judge to ask. */
  readonly hasExecutable?: (path: string) => Promise<boolean>
  readonly isFloat: (path: ExperimentPath) => boolean
}
