/** A JSON object of an experiment, as it was read. */
export type Mapping = Record<string, unknown>

/** Whether a value is what Python calls a dict. */
export const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Uint8Array) &&
  !(value instanceof Date)

/** Python’s truth: empty strings, lists and dicts, 0, None and False are false. */
export const isTruthy = (value: unknown): boolean => {
  if (value === undefined || value === null || value === false || value === 0 || value === '') return false
  if (Array.isArray(value)) return value.length > 0
  return isMapping(value) ? Object.keys(value).length > 0 : true
}
