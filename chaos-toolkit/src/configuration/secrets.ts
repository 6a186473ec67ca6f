import { invalidExperiment } from '../failure/chaos-error.ts'
import { PythonError } from '../failure/python-error.ts'
import type { Notes } from '../port/notes.ts'
import { isMapping, type Mapping } from '../value/mapping.ts'
import { typeName } from '../value/type-name.ts'
import type { Environment } from './environment.ts'

/** What loading secrets needs beside their declaration. */
export interface SecretSources {
  readonly environment: Environment
  readonly notes: Notes
}

const fromEnvironment = (value: Mapping, { environment }: SecretSources): string => {
  const key = String(value.key)
  const found = environment.get(key)
  if (found === undefined)
    throw invalidExperiment(`Secrets make reference to an environment key that does not exist: ${key}`, [
      'secrets',
    ])
  return found
}

const loadOne = (value: Mapping, sources: SecretSources, variables: unknown): unknown => {
  if (value.type === 'env') return fromEnvironment(value, sources)
  if (value.type === 'vault') {
    sources.notes.error('Secrets of a vault are not fetched here; they are empty, as chaoslib without hvac.')
    return {}
  }
  return loadSecrets(value, sources, variables)
}

/**
 * Loads secrets: values as they are, from the environment, or from a variable file by the same names. A vault gives
 * nothing, as chaoslib without its extra. Throws InvalidExperiment for an environment variable that is not there.
 * Source: chaoslib/secret.py `load_secrets`.
 */
export const loadSecrets = (declared: unknown, sources: SecretSources, variables: unknown = {}): Mapping => {
  if (declared === undefined) return {}
  if (!isMapping(declared))
    throw new PythonError('AttributeError', `'${typeName(declared)}' object has no attribute 'items'`)
  const extra = isMapping(variables) ? variables : {}
  return Object.fromEntries(
    Object.entries(declared).map(([name, value]) => {
      if (!isMapping(value)) return [name, value]
      const given = extra[name]
      return [name, given !== undefined && given !== null ? given : loadOne(value, sources, given)]
    }),
  )
}
