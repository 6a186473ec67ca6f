import { PythonError } from '../failure/python-error.ts'
import { typeName } from '../value/type-name.ts'

const form = /^\s*[+-]?(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?\s*$/

/**
 * Gives a value as Python’s Decimal reads it: numbers, booleans and texts of numbers. `undefined` where Decimal raises
 * InvalidOperation, which chaoslib treats as out of range. Throws PythonError for what it does not catch.
 */
export const toDecimal = (value: unknown): number | undefined => {
  if (typeof value === 'number' || typeof value === 'boolean') return Number(value)
  if (typeof value === 'string') {
    if (/^\s*[+-]?inf(inity)?\s*$/i.test(value)) return value.includes('-') ? -Infinity : Infinity
    return form.test(value) ? Number(value.replaceAll('_', '')) : undefined
  }
  if (Array.isArray(value)) throw new PythonError('ValueError', 'argument must be a sequence of length 3')
  throw new PythonError('TypeError', `conversion from ${typeName(value)} to Decimal is not supported`)
}
