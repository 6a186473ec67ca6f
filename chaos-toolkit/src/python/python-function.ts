import type { Settings } from '../configuration/substitute.ts'
import type { Environment } from '../configuration/environment.ts'
import type { FaultLedger } from '../ledger/fault-ledger.ts'
import type { Clock } from '../port/clock.ts'
import type { Judge } from '../port/judge.ts'
import type { Mapping } from '../value/mapping.ts'

/** Chaos Toolkit’s portable names of types (chaoslib/discovery/discover.py). */
export type PortableType = 'boolean' | 'integer' | 'number' | 'string' | 'list' | 'mapping' | 'object'

export interface Parameter {
  readonly name: string
  readonly type?: PortableType
  /** Without one the parameter must be given. */
  readonly default?: unknown
}

/** What a function of the allow-list works with. */
export interface PythonWorld extends Settings {
  /** Name of the activity that calls. */
  readonly activity: string
  readonly judge: Judge
  readonly faults: FaultLedger
  readonly clock: Clock
  readonly environment: Environment
}

/** A Python function that the dojo knows by name and does itself; no Python runs. */
export interface PythonFunction {
  readonly module: string
  readonly name: string
  readonly kind: 'action' | 'probe'
  readonly doc: string
  readonly parameters: readonly Parameter[]
  readonly returns?: PortableType
  /** Names of `configuration` and `secrets` that the real function takes beside its parameters. */
  readonly injected?: readonly ('configuration' | 'secrets')[]
  /** Names of the faults that it may inject: they are looked for before anything runs. */
  readonly faults?: readonly string[]
  /** Throws PythonError for what the real one would raise; the activity fails with it. */
  call(args: Mapping, world: PythonWorld): unknown
}

/** The allow-list: functions by module and name. */
export type PythonModules = ReadonlyMap<string, ReadonlyMap<string, PythonFunction>>

/** Makes the allow-list of functions. */
export const modulesOf = (functions: readonly PythonFunction[]): PythonModules => {
  const modules = new Map<string, Map<string, PythonFunction>>()
  for (const entry of functions) {
    const module = modules.get(entry.module) ?? new Map<string, PythonFunction>()
    modules.set(entry.module, module.set(entry.name, entry))
  }
  return modules
}
