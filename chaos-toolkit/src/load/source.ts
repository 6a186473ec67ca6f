import type { ExperimentPath } from '../failure/chaos-error.ts'

export interface Place {
  /** From 1. */
  readonly line: number
  readonly column: number
}

/** An experiment as it was written. */
export interface ExperimentSource {
  /** File name or address, for messages. */
  readonly name: string
  readonly value: unknown
  /** Place of the value at `path`, or of the nearest parent that exists. */
  placeOf(path: ExperimentPath): Place
  /** Whether the number at `path` was written as a float: Python tells 1 from 1.0. */
  isFloat(path: ExperimentPath): boolean
}
