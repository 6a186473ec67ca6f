import { PythonError } from '../failure/python-error.ts'
import { isMapping, type Mapping } from './mapping.ts'
import { typeName } from './type-name.ts'

/** Gives a value that Python would call `.get` of; throws AttributeError for another one. */
export const asDict = (value: unknown): Mapping => {
  if (isMapping(value)) return value
  throw new PythonError('AttributeError', `'${typeName(value)}' object has no attribute 'get'`)
}

/** Gives a value that Python would iterate over as a list; throws TypeError for another one. */
export const asList = (value: unknown): unknown[] => {
  if (Array.isArray(value)) return value as unknown[]
  if (typeof value === 'string') return [...value]
  if (isMapping(value)) return Object.keys(value)
  throw new PythonError('TypeError', `'${typeName(value)}' object is not iterable`)
}

/** Python’s `mapping.get(key, [])`, then iterated over: an explicit null is an error. */
export const listIn = (mapping: Mapping, key: string): unknown[] =>
  mapping[key] === undefined ? [] : asList(mapping[key])

/** Python’s `mapping.get(key, {})`, of which a key is then asked: an explicit null is an error. */
export const dictIn = (mapping: Mapping, key: string): Mapping =>
  mapping[key] === undefined ? {} : asDict(mapping[key])
