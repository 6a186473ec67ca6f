import { PythonError } from '../failure/python-error.ts'
import { isMapping, isTruthy, type Mapping } from '../value/mapping.ts'
import { typeName } from '../value/type-name.ts'

/**
 * Gives the part of a value that a tolerance’s `target` names; the value itself when there is no such part. Throws
 * AttributeError for a value that has no parts.
 */
export const targetOf = (tolerance: Mapping, value: unknown): unknown => {
  if (!isTruthy(tolerance.target)) return value
  if (!isMapping(value))
    throw new PythonError('AttributeError', `'${typeName(value)}' object has no attribute 'get'`)
  const target = String(tolerance.target)
  return Object.hasOwn(value, target) ? value[target] : value
}
