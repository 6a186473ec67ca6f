import { PythonError } from '../../failure/python-error.ts'

export interface Slice {
  readonly start?: number
  readonly end?: number
  readonly step?: number
}

/** Gives the items of a slice, with jsonpath2’s own arithmetic of negative bounds. Throws ValueError for a step of 0. */
export const sliceOf = (list: readonly unknown[], { start, end, step = 1 }: Slice): unknown[] => {
  const { length } = list
  const first =
    start === undefined
      ? 0
      : start < 0
        ? start + (Math.abs(start) < length ? length : Math.abs(start))
        : start
  const last = end === undefined ? length : end < 0 ? end + length : end
  if (step === 0) throw new PythonError('ValueError', 'range() arg 3 must not be zero')
  const items: unknown[] = []
  for (let index = first; step > 0 ? index < last : index > last; index += step) {
    const place = index < 0 ? index + length : index
    if (place >= 0 && place < length) items.push(list[place])
  }
  return items
}
