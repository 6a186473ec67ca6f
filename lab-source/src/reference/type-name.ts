import type { Schema } from './json-schema.ts'

/** Beginnings of the patterns in contracts → what an author calls such a text. */
const patterns: readonly (readonly [string, string])[] = [
  ['^\\d+(\\.\\d+)?(ms|s|m|h)$', 'duration'],
  ['^\\d+(\\.\\d+)?(Ki|Mi|Gi)?$', 'size'],
  ['^[a-z][a-z0-9]*(-[a-z0-9]+)*$', 'slug'],
  ['^[a-z0-9_-]+:\\d+$', 'service:port'],
]

export const isLocalized = ({ properties }: Schema): boolean =>
  properties !== undefined && Object.keys(properties).every((key) => key === 'en' || key === 'ja')

const bounds = ({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Schema): string => {
  const isReal = (value: number | undefined): value is number =>
    value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER
  const low = isReal(exclusiveMinimum) ? `> ${exclusiveMinimum}` : isReal(minimum) ? `≥ ${minimum}` : ''
  const high = isReal(exclusiveMaximum) ? `< ${exclusiveMaximum}` : isReal(maximum) ? `≤ ${maximum}` : ''
  return [low, high].filter((text) => text !== '').join(', ')
}

/** Gives the type of a value in an author’s words: `duration`, `list of slug`, `one of a, b`. */
export const typeName = (schema: Schema): string => {
  if (schema.const !== undefined) return `\`${String(schema.const)}\``
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(' or ')
  const branches = schema.anyOf ?? schema.oneOf
  if (branches) return [...new Set(branches.map(typeName))].join(' or ')
  if (schema.prefixItems) return `[${schema.prefixItems.map(typeName).join(', ')}]`
  if (schema.type === 'array')
    return `list of ${typeof schema.items === 'object' ? typeName(schema.items) : 'anything'}`
  if (schema.type === 'object') {
    if (isLocalized(schema)) return 'text { en, ja }'
    const values = schema.additionalProperties
    if (schema.properties === undefined && typeof values === 'object') return `map to ${typeName(values)}`
    return 'map'
  }
  if (schema.type === 'string') return patterns.find(([pattern]) => pattern === schema.pattern)?.[1] ?? 'text'
  const limits = bounds(schema)
  const name = schema.type === 'integer' ? 'whole number' : (schema.type ?? 'anything')
  return limits === '' ? name : `${name} ${limits}`
}
