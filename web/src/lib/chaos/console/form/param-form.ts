import { durationMs } from '@noops-dojo/contracts'

export type ParamKind = 'duration' | 'number' | 'integer' | 'text' | 'choice' | 'flag' | 'list' | 'json'

/** One parameter of a fault as a field of a form. */
export interface ParamField {
  name: string
  kind: ParamKind
  isRequired: boolean
  /** What the server takes when the field is left empty; undefined: nothing. */
  fallback: unknown
  /** Smallest and largest number; null: no limit. */
  least: number | null
  most: number | null
  pattern: string | null
  longest: number | null
  choices: (string | number)[]
  /** `%` where the number is a share of a hundred. */
  unit: '' | '%'
  /** The author's English words. */
  description: string
}

export type ProblemKind =
  | 'required'
  | 'duration'
  | 'number'
  | 'integer'
  | 'atLeast'
  | 'atMost'
  | 'pattern'
  | 'tooLong'
  | 'choice'
  | 'json'

export interface Problem {
  kind: ProblemKind
  /** The limit that was passed, or the pattern that was missed. */
  limit: string
}

type Schema = Record<string, unknown>

const numberOr = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < Number.MAX_SAFE_INTEGER
    ? value
    : null

const kindOf = (schema: Schema): ParamKind => {
  if (Array.isArray(schema['enum'])) return 'choice'
  const pattern = String(schema['pattern'] ?? '')
  switch (schema['type']) {
    case 'string':
      // The pattern of a duration (contracts: lab/duration.ts) ends in its units.
      return pattern.includes('(ms|s|m|h)') ? 'duration' : 'text'
    case 'number':
    case 'integer':
      return schema['type']
    case 'boolean':
      return 'flag'
    case 'array':
      return ['string', 'integer', 'number'].includes(
        String((schema['items'] as Schema | undefined)?.['type']),
      )
        ? 'list'
        : 'json'
    default:
      return 'json'
  }
}

const isPercent = (name: string, schema: Schema): boolean =>
  (schema['type'] === 'number' || schema['type'] === 'integer') &&
  (/percent/i.test(name) || /per ?cent|%/i.test(String(schema['description'] ?? '')))

/** Gives the fields of a fault's parameters, in the author's order. `schema` is the JSON Schema of the catalogue. */
export const fieldsOf = (schema: Schema): ParamField[] => {
  const properties = (schema['properties'] ?? {}) as Record<string, Schema>
  const required = (schema['required'] ?? []) as string[]
  return Object.entries(properties).map(([name, one]) => ({
    name,
    kind: kindOf(one),
    isRequired: required.includes(name) && one['default'] === undefined,
    fallback: one['default'],
    least: numberOr(one['minimum'] ?? one['exclusiveMinimum']),
    most: numberOr(one['maximum'] ?? one['exclusiveMaximum']),
    pattern: typeof one['pattern'] === 'string' ? one['pattern'] : null,
    longest: numberOr(one['maxLength']),
    choices: Array.isArray(one['enum']) ? (one['enum'] as (string | number)[]) : [],
    unit: isPercent(name, one) ? '%' : '',
    description: String(one['description'] ?? ''),
  }))
}

/** How a value stands in its field. */
export const textOf = (value: unknown): string => {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) return value.join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

type Read = { value: unknown } | { problem: Problem }
const problem = (kind: ProblemKind, limit = ''): Read => ({ problem: { kind, limit } })

const readNumber = (field: ParamField, text: string): Read => {
  const value = Number(text.replace(/\s*%$/, ''))
  if (!Number.isFinite(value)) return problem('number')
  if (field.kind === 'integer' && !Number.isInteger(value)) return problem('integer')
  if (field.least !== null && value < field.least) return problem('atLeast', `${field.least}${field.unit}`)
  if (field.most !== null && value > field.most) return problem('atMost', `${field.most}${field.unit}`)
  return { value }
}

const readDuration = (text: string): Read => {
  try {
    durationMs(text)
    return { value: text }
  } catch {
    return problem('duration')
  }
}

const readText = (field: ParamField, text: string): Read => {
  if (field.longest !== null && text.length > field.longest) return problem('tooLong', String(field.longest))
  if (field.pattern !== null && !new RegExp(field.pattern, 'u').test(text))
    return problem('pattern', field.pattern)
  return { value: text }
}

const readJson = (text: string): Read => {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return problem('json')
  }
}

/** Reads the text of one field; an empty one has the value undefined, which the server fills with its default. */
export const readField = (field: ParamField, raw: string): Read => {
  const text = raw.trim()
  if (text === '') return field.isRequired ? problem('required') : { value: undefined }
  switch (field.kind) {
    case 'duration':
      return readDuration(text)
    case 'number':
    case 'integer':
      return readNumber(field, text)
    case 'flag':
      return { value: text === 'true' }
    case 'choice': {
      const found = field.choices.find((choice) => String(choice) === text)
      return found === undefined ? problem('choice') : { value: found }
    }
    case 'list': {
      const items = text.split(',').map((one) => one.trim())
      const isNumeric = items.every((one) => one !== '' && Number.isFinite(Number(one)))
      return { value: isNumeric ? items.map(Number) : items.filter((one) => one !== '') }
    }
    case 'json':
      return readJson(text)
    default:
      return readText(field, text)
  }
}

export interface FormReading {
  /** Only what was filled in. */
  values: Record<string, unknown>
  problems: Record<string, Problem>
}

/** Reads a whole form; `texts` by name of the parameter. */
export const readForm = (fields: readonly ParamField[], texts: Record<string, string>): FormReading => {
  const reading: FormReading = { values: {}, problems: {} }
  for (const field of fields) {
    const read = readField(field, texts[field.name] ?? '')
    if ('problem' in read) reading.problems[field.name] = read.problem
    else if (read.value !== undefined) reading.values[field.name] = read.value
  }
  return reading
}

/** Which parameter a refusal of the server speaks of: `network.delay, with.for: …` gives `for`; else undefined. */
export const refusedParam = (message: string): string | undefined =>
  /\bwith\.([A-Za-z_][A-Za-z0-9_]*)/.exec(message)?.[1]
