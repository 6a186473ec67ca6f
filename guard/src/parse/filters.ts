import { forbidden, malformed } from '../refusal.ts'
import { parseJsonText } from './json.ts'

/** Filters in one form: key → values. */
export type Filters = Map<string, string[]>

/**
 * Reads a `filters` query value in either form that the engine takes, list (`{"label":["x"]}`) or map
 * (`{"label":{"x":true}}`), never both; keys outside `allowed` are refused. Throws Refusal 400 or 403.
 */
export function parseFilters(raw: string | undefined, allowed: readonly string[]): Filters {
  const filters: Filters = new Map()
  if (raw === undefined || raw === '') return filters
  const document = parseJsonText(raw)
  if (!(document instanceof Map)) throw malformed('filters: an object is expected')
  const forms = new Set<string>()
  for (const [key, value] of document) {
    if (!allowed.includes(key)) throw forbidden(`the filter ${JSON.stringify(key)}`)
    const values = readValues(value, forms)
    if (values.length > 64 || values.some((entry) => entry.length > 1024))
      throw malformed('filters: too large')
    if (values.length > 0) filters.set(key, values)
  }
  if (forms.size > 1) throw malformed('filters: lists and maps are mixed')
  return filters
}

function readValues(value: unknown, forms: Set<string>): string[] {
  if (Array.isArray(value)) {
    forms.add('list')
    if (!value.every((entry) => typeof entry === 'string')) throw malformed('filters: a string is expected')
    return value
  }
  if (value instanceof Map) {
    forms.add('map')
    const entries = [...value] as [string, unknown][]
    if (!entries.every(([, on]) => typeof on === 'boolean'))
      throw malformed('filters: true or false is expected')
    return entries.filter(([, on]) => on === true).map(([entry]) => entry)
  }
  throw malformed('filters: a list is expected')
}

/** The canonical form that goes to the engine: lists, keys in order. */
export function writeFilters(filters: Filters): string {
  return JSON.stringify(Object.fromEntries([...filters].sort(([a], [b]) => (a < b ? -1 : 1))))
}
