import { isMapping } from './mapping.ts'

/** Gives Python’s name of a value’s type, as its messages print it. */
export const typeName = (value: unknown): string => {
  if (value === null || value === undefined) return 'NoneType'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float'
  if (typeof value === 'string') return 'str'
  if (Array.isArray(value)) return 'list'
  if (value instanceof Uint8Array) return 'bytes'
  if (value instanceof Date) return 'datetime.datetime'
  return isMapping(value) ? 'dict' : 'object'
}
