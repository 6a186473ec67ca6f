import { isMapping } from './mapping.ts'

const escape = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** Gives a value as Python’s `json.dumps` writes it: with spaces, and ASCII only. */
export const pythonJson = (value: unknown): string => {
  if (typeof value === 'string') return escape(value)
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`
  if (isMapping(value))
    return `{${Object.entries(value)
      .map(([key, item]) => `${escape(key)}: ${pythonJson(item)}`)
      .join(', ')}}`
  return JSON.stringify(value ?? null)
}
