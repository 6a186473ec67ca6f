import type { Settings } from '../configuration/substitute.ts'
import type { Clock } from '../port/clock.ts'
import type { Notes } from '../port/notes.ts'
import type { SignalName } from '../run/interrupts.ts'
import type { Mapping } from '../value/mapping.ts'

export type ControlLevel = 'experiment' | 'hypothesis' | 'method' | 'rollback' | 'activity'
export type ControlScope = 'before' | 'after'

/** What a control may do beside looking. */
export interface ControlWorld extends Settings {
  readonly experiment: Mapping
  readonly clock: Clock
  readonly notes: Notes
  /** Ends the run as a signal would. */
  interrupt(signal: SignalName): void
  /** Plays a probe and says whether it succeeded within its tolerance. */
  isHealthy(probe: Mapping): Promise<boolean>
}

export interface ControlCall {
  readonly level: ControlLevel
  readonly scope: ControlScope
  /** The activity, hypothesis or experiment; changes are seen by what follows. */
  readonly context: Mapping
  /** After: the run, the runs, the state or the journal. */
  readonly state: unknown
  /** The control’s own, with `${}` replaced. */
  readonly args: Mapping
  readonly world: ControlWorld
}

/**
 * A Python module of controls that the dojo knows by name and does itself. What it throws is not heard, but
 * InterruptExecution and signals.
 */
export interface ControlModule {
  /** Throws InvalidActivity or InvalidControl. */
  validate?(control: Mapping): void
  configure?(args: Mapping, world: ControlWorld): void | Promise<void>
  apply?(call: ControlCall): void | Promise<void>
  cleanup?(): void | Promise<void>
}

export type ControlModules = ReadonlyMap<string, ControlModule>
