import type { Settings } from '../configuration/substitute.ts'
import type { Environment } from '../configuration/environment.ts'
import type { ControlModules } from '../control/control-module.ts'
import type { Journal } from '../journal/journal.ts'
import type { FaultLedger } from '../ledger/fault-ledger.ts'
import type { Clock } from '../port/clock.ts'
import type { Judge } from '../port/judge.ts'
import type { Notes } from '../port/notes.ts'
import type { PythonModules } from '../python/python-function.ts'
import type { Mapping } from '../value/mapping.ts'
import type { Divergence } from './divergence.ts'
import type { Interrupts } from './interrupts.ts'
import type { RunOptions } from './options.ts'

/** Everything that the parts of one run have in hand. */
export interface Execution {
  readonly experiment: Mapping
  readonly journal: Journal
  readonly settings: Settings
  readonly options: RunOptions
  readonly activities: ReadonlyMap<string, Mapping>
  readonly modules: PythonModules
  readonly controlModules: ControlModules
  /** Controls of files and settings: of every experiment. */
  readonly globalControls: Mapping[]
  readonly judge: Judge
  readonly faults: FaultLedger
  readonly clock: Clock
  readonly environment: Environment
  readonly notes: Notes
  readonly interrupts: Interrupts
  readonly divergences: Divergence[]
}
