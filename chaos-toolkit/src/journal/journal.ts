import type { Mapping } from '../value/mapping.ts'
import { isoTime } from './time.ts'

/** One activity that was played. An interrupted one has an end and no status. */
export interface Run {
  activity: Mapping
  output: unknown
  start: string
  status?: 'succeeded' | 'failed'
  exception?: string[]
  end?: string
  /** Seconds, without pauses. */
  duration?: number
  tolerance_met?: boolean
}

/** One look at the steady state. */
export interface SteadyState {
  steady_state_met: boolean | null
  probes: Run[]
}

export type JournalStatus = 'completed' | 'failed' | 'aborted' | 'interrupted'

/** The journal of chaoslib 1.45 (journal.schema.json). */
export interface Journal {
  'chaoslib-version': string
  platform: string
  node: string
  experiment: Mapping
  start: string
  status: JournalStatus | null
  deviated: boolean
  steady_states: { before: SteadyState | null; after: SteadyState | null; during: (SteadyState | null)[] }
  run: Run[]
  rollbacks: Run[]
  end?: string
  /** Seconds, pauses included. */
  duration?: number
  extensions?: Mapping[]
}

/** What a journal says about the machine that wrote it. */
export interface Machine {
  readonly platform: string
  readonly node: string
}

/** The version of chaoslib whose behaviour this engine reproduces. */
export const chaoslibVersion = '1.45.0'

/** Starts a journal. */
export const newJournal = (experiment: Mapping, machine: Machine, now: number): Journal => ({
  'chaoslib-version': chaoslibVersion,
  ...machine,
  experiment: { ...experiment },
  start: isoTime(now),
  status: null,
  deviated: false,
  steady_states: { before: null, after: null, during: [] },
  run: [],
  rollbacks: [],
})

/** Gives the journal’s text: indent 2, non-ASCII kept, bytes as texts. */
export const journalText = (journal: Journal): string =>
  JSON.stringify(
    journal,
    (_, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value),
    2,
  )

/** The exit code of `chaos run`: 0 only for completed and not deviated. */
export const exitCodeOf = ({ status, deviated }: Pick<Journal, 'status' | 'deviated'>): 0 | 1 =>
  status === 'completed' && !deviated ? 0 : 1
