import { PythonError } from '../failure/python-error.ts'
import { pythonRepr } from '../value/text.ts'
import { typeName } from '../value/type-name.ts'

const integer = (value: unknown): number => {
  if (typeof value === 'number' || typeof value === 'boolean') return Math.trunc(Number(value))
  if (typeof value !== 'string')
    throw new PythonError(
      'TypeError',
      `int() argument must be a string, a bytes-like object or a real number, not '${typeName(value)}'`,
    )
  if (!/^\s*[+-]?\d+(_\d+)*\s*$/.test(value))
    throw new PythonError('ValueError', `invalid literal for int() with base 10: ${pythonRepr(value)}`)
  return Number(value.replaceAll('_', ''))
}

const float = (value: unknown): number => {
  if (typeof value === 'number' || typeof value === 'boolean') return Number(value)
  if (typeof value !== 'string')
    throw new PythonError(
      'TypeError',
      `float() argument must be a string or a real number, not '${typeName(value)}'`,
    )
  const number = Number(value.replaceAll('_', ''))
  if (value.trim() === '' || Number.isNaN(number))
    throw new PythonError('ValueError', `could not convert string to float: ${pythonRepr(value)}`)
  return number
}

const boolean = (value: unknown): boolean => {
  if (typeof value === 'boolean') return value
  if (typeof value !== 'string')
    throw new PythonError('AttributeError', `'${typeName(value)}' object has no attribute 'lower'`)
  return !['false', '0', 'no'].includes(value.toLowerCase())
}

const json = (value: unknown): unknown => {
  if (typeof value !== 'string' || value === '') return value
  try {
    return JSON.parse(value) as unknown
  } catch (error) {
    throw new PythonError('json.decoder.JSONDecodeError', (error as Error).message)
  }
}

/**
 * Converts a value as chaoslib’s `convert_to_type`. No type means the value as it is. Throws PythonError: ValueError
 * for a type that there is not or a text that does not fit.
 */
export const convertTo = (type: unknown, value: unknown): unknown => {
  if (type === undefined || type === null || type === 'str' || type === 'string') return value
  if (type === 'int' || type === 'integer') return integer(value)
  if (type === 'float' || type === 'number') return float(value)
  if (type === 'bytes') return new TextEncoder().encode(String(value))
  if (type === 'bool') return boolean(value)
  if (type === 'json') return json(value)
  throw new PythonError('ValueError', 'variable type can only be: bool, str, int, float, bytes or json')
}
