import { isMapping } from './mapping.ts'

const number = (value: unknown): number | undefined => {
  if (typeof value === 'boolean') return value ? 1 : 0
  return typeof value === 'number' ? value : undefined
}

/** Python’s `==`: True equals 1, False equals 0, lists and dicts are compared by their content. */
export const pythonEquals = (a: unknown, b: unknown): boolean => {
  const [x, y] = [number(a), number(b)]
  if (x !== undefined || y !== undefined) return x === y
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => pythonEquals(item, b[index]))
  if (isMapping(a) && isMapping(b)) {
    const keys = Object.keys(a)
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && pythonEquals(a[key], b[key]))
    )
  }
  return (a ?? null) === (b ?? null)
}

/** Python’s `in` for a list. */
export const isIn = (value: unknown, list: readonly unknown[]): boolean =>
  list.some((item) => pythonEquals(item, value))
