import { invalidExperiment } from '../failure/chaos-error.ts'
import { PythonError } from '../failure/python-error.ts'
import { isMapping, type Mapping } from '../value/mapping.ts'
import { typeName } from '../value/type-name.ts'
import { convertTo } from './convert.ts'
import type { Environment } from './environment.ts'

const fromEnvironment = (name: string, value: Mapping, environment: Environment): unknown => {
  const key = value.key as string
  if (!('key' in value)) throw new PythonError('KeyError', "'key'")
  const found = environment.get(key)
  if (found === undefined && !('default' in value))
    throw invalidExperiment(
      `Configuration makes reference to an environment key that does not exist: ${key}`,
      ['configuration', name],
    )
  return convertTo(value.env_var_type, found ?? value.default ?? null)
}

/**
 * Loads the static part of the configuration. `variables` take the place of declared names; others are dropped, as
 * chaoslib does. Throws InvalidExperiment for an environment variable that is not there and has no default.
 * Source: chaoslib/configuration.py `load_configuration`.
 */
export const loadConfiguration = (
  declared: unknown,
  environment: Environment,
  variables: Mapping = {},
): Mapping => {
  if (declared === undefined) return {}
  if (!isMapping(declared))
    throw new PythonError('AttributeError', `'${typeName(declared)}' object has no attribute 'items'`)
  return Object.fromEntries(
    Object.entries(declared).map(([name, given]) => {
      const value = Object.hasOwn(variables, name) ? variables[name] : given
      const isEnvironment = isMapping(value) && value.type === 'env'
      return [name, isEnvironment ? fromEnvironment(name, value, environment) : value]
    }),
  )
}
