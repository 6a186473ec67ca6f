import { substitute, type Settings } from '../configuration/substitute.ts'
import { PythonError } from '../failure/python-error.ts'
import { pythonEquals } from '../value/equal.ts'
import type { Mapping } from '../value/mapping.ts'
import { typeName } from '../value/type-name.ts'
import { toDecimal } from './decimal.ts'
import { matchPath } from './jsonpath/match.ts'
import { parsePath } from './jsonpath/parse-path.ts'
import { PathSyntaxError } from './jsonpath/syntax.ts'
import { compilePattern } from './python-pattern.ts'
import { targetOf } from './target.ts'

/** `{type: regex, pattern, target}`: Python’s `search`, which wants a text. */
export const withinRegex = (tolerance: Mapping, value: unknown, settings: Settings): boolean => {
  const pattern = compilePattern(String(substitute(tolerance.pattern, settings)))
  const text = targetOf(tolerance, value)
  if (typeof text !== 'string')
    throw new PythonError('TypeError', `expected string or bytes-like object, got '${typeName(text)}'`)
  return pattern.test(text)
}

const decoded = (value: unknown): unknown => {
  const text = value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value
  if (typeof text !== 'string') return text
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

/** `{type: jsonpath, path, expect, count, target}`: a single `expect` stands for a list of one; order counts. */
export const withinJsonPath = (tolerance: Mapping, value: unknown, settings: Settings): boolean => {
  const text = String(substitute(tolerance.path, settings))
  let path
  try {
    path = parsePath(text)
  } catch (error) {
    throw error instanceof PathSyntaxError ? new PythonError('ValueError', error.message) : error
  }
  const found = matchPath(path, decoded(targetOf(tolerance, value)))
  if ('expect' in tolerance) {
    const expected = substitute(tolerance.expect, settings)
    return pythonEquals(found, Array.isArray(expected) ? expected : [expected])
  }
  const count = tolerance.count ?? null
  return count === null ? found.length > 0 : pythonEquals(found.length, count)
}

/** `{type: range, range: [low, high], target}`: both ends belong to it; texts of numbers are numbers. */
export const withinRange = (tolerance: Mapping, value: unknown): boolean => {
  const number = toDecimal(targetOf(tolerance, value))
  if (number === undefined) return false
  const [low, high] = (tolerance.range as unknown[]).map(toDecimal)
  if (low === undefined || high === undefined)
    throw new PythonError('decimal.InvalidOperation', "[<class 'decimal.ConversionSyntax'>]")
  return low <= number && number <= high
}
