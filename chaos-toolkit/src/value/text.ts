import { isMapping } from './mapping.ts'

const quoted = (text: string): string => {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replaceAll(quote, `\\${quote}`)
  return `${quote}${escaped}${quote}`
}

const bytes = (value: Uint8Array): string => `b${quoted(Buffer.from(value).toString('latin1'))}`

const number = (value: number): string => {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf'
  return String(value).replace(/e([+-])(\d)$/, 'e$10$2')
}

/** Gives a value as Python’s `repr` prints it. */
export const pythonRepr = (value: unknown): string => {
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number') return number(value)
  if (typeof value === 'string') return quoted(value)
  if (value instanceof Uint8Array) return bytes(value)
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(', ')}]`
  if (isMapping(value))
    return `{${Object.entries(value)
      .map(([key, item]) => `${quoted(key)}: ${pythonRepr(item)}`)
      .join(', ')}}`
  return String(value)
}

/** Gives a value as Python’s `str` prints it; that is what `${name}` inside a longer string becomes. */
export const pythonStr = (value: unknown): string => (typeof value === 'string' ? value : pythonRepr(value))
