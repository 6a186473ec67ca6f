import { isMapping } from '../../value/mapping.ts'

const isInteger = (value: unknown): value is number => Number.isInteger(value)

const at = (text: string, index: number): string[] => {
  const found = [...text].at(index)
  return found === undefined ? [] : [found]
}

const onText = (name: string, text: string, args: readonly unknown[]): unknown[] => {
  const [first, second] = args
  if (name === 'length' && args.length === 0) return [[...text].length]
  if (name === 'charAt' && args.length === 1 && isInteger(first)) return at(text, first)
  if (name !== 'substring' || !isInteger(first)) return []
  if (args.length === 1) return [[...text].slice(first).join('')]
  return args.length === 2 && isInteger(second) ? [[...text].slice(first, second).join('')] : []
}

/** Calls one of jsonpath2’s functions on a value. Gives no value where it does not apply. */
export const callOn = (name: string, value: unknown, args: readonly unknown[]): unknown[] => {
  if (typeof value === 'string') return onText(name, value, args)
  if (args.length > 0 || (!Array.isArray(value) && !isMapping(value))) return []
  if (name === 'length') return Array.isArray(value) ? [value.length] : []
  const entries = Array.isArray(value)
    ? [...value.entries()].map(([i, item]) => [i, item])
    : Object.entries(value)
  if (name === 'entries') return [entries]
  if (name === 'keys') return [entries.map(([key]) => key)]
  return name === 'values' ? [entries.map(([, item]) => item)] : []
}
