import { existsSync, readFileSync } from 'node:fs'
import { describeError, readVariables, type DryMode, type VariableFile } from '@noops-dojo/chaos-toolkit'
import { InvalidArgumentError } from 'commander'
import type { ServerFlags } from '../client/choose-server.ts'

export interface RunChaosFlags extends ServerFlags {
  readonly lab?: string
  readonly sandbox?: string
  readonly seed?: string
  readonly journalPath: string
  readonly dry?: DryMode
  /** False with --no-validation. */
  readonly validation: boolean
  readonly rollbackStrategy?: string
  readonly hypothesisStrategy?: string
  readonly hypothesisFrequency: number
  readonly failFast?: boolean
  readonly var: readonly string[]
  readonly varFile: readonly string[]
  readonly controlFile: readonly string[]
  readonly strictCtk?: boolean
}

/** Collects `--var`; a text that does not convert is a bad option. */
export const collectVariable = (text: string, before: readonly string[]): string[] => {
  try {
    readVariables([text])
  } catch (error) {
    throw new InvalidArgumentError(describeError(error))
  }
  return [...before, text]
}

/** Collects files that must be there. */
export const collectFile = (path: string, before: readonly string[]): string[] => {
  if (!existsSync(path)) throw new InvalidArgumentError(`Path '${path}' does not exist.`)
  return [...before, path]
}

/** Reads a number of seconds. */
export const readFrequency = (text: string): number => {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value))
    throw new InvalidArgumentError(`${text} is not a number.`)
  return value
}

/** Reads files whole, with their names. */
export const readFiles = (paths: readonly string[]): VariableFile[] =>
  paths.map((name) => ({ name, text: readFileSync(name, 'utf8') }))
