import { PythonError } from '../failure/python-error.ts'
import { pythonEquals } from './equal.ts'
import { typeName } from './type-name.ts'

const isNumber = (value: unknown): boolean => typeof value === 'number' || typeof value === 'boolean'

/** Python’s `a <= b`. Throws TypeError for values that have no order. */
export const isAtMost = (a: unknown, b: unknown): boolean => {
  if (isNumber(a) && isNumber(b)) return Number(a) <= Number(b)
  if (typeof a === 'string' && typeof b === 'string') return a <= b
  if (Array.isArray(a) && Array.isArray(b)) {
    const index = a.findIndex((item, at) => at >= b.length || !pythonEquals(item, b[at]))
    if (index === -1) return true
    return index < b.length && isAtMost(a[index], b[index])
  }
  throw new PythonError(
    'TypeError',
    `'<=' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`,
  )
}
