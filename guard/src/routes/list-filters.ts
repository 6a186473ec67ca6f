import { malformed } from '../refusal.ts'
import { parseFilters, writeFilters, type Filters } from '../parse/filters.ts'
import { isNameLabel, isReserved, ownerFilter } from '../ownership/labels.ts'
import { queryValue, type Call } from './route.ts'

/**
 * The canonical filters of a list: the client's, translated, and always the owner's labels. `isEmpty` says that a
 * reserved label was asked for, which nothing of a learner bears.
 */
export function ownFilters(
  call: Call,
  allowed: readonly string[],
  translate: Translate = {},
): { filters: Filters; isEmpty: boolean } {
  const asked = parseFilters(queryValue(call, 'filters'), allowed)
  const filters: Filters = new Map()
  for (const [key, values] of asked) {
    if (key === 'label' || key === 'label!') continue
    if (key === 'name' && values.length > maxNames) throw malformed(`filters: more than ${maxNames} names`)
    filters.set(key, translate[key] ? values.map(translate[key]) : values)
  }
  const ofEngine = (entry: string) => engineLabel(call, entry)
  const labels = (asked.get('label') ?? []).map(ofEngine)
  const excluded = (asked.get('label!') ?? []).map(ofEngine)
  const isEmpty = [...labels, ...excluded].some(
    (entry) => isReserved(entry) && !entry.startsWith('com.docker.swarm.'),
  )
  filters.set('label', [...ownerFilter(call.sandbox.policy), ...labels])
  if (excluded.length > 0) filters.set('label!', excluded)
  return { filters, isEmpty }
}

export type Translate = Record<string, (value: string) => string>

export const filterQuery = (filters: Filters) => writeFilters(filters)

const maxNames = 8
const maxExpression = 128

/** Swarm's own labels hold the names of services and tasks as the engine knows them. */
function engineLabel({ sandbox }: Call, entry: string): string {
  const [key = '', value] = entry.split(/=(.*)/s)
  return value !== undefined && isNameLabel(key) ? `${key}=${sandbox.names.prefix}${value}` : entry
}

/**
 * A `name` filter of containers, networks and volumes is a regular expression that the engine runs over the real name.
 * It is anchored behind the prefix and left to the engine's linear-time matcher; JavaScript's would backtrack. The engine
 * compiles it for every object, and a repetition as large as it is written: seconds of its time for one request.
 */
export function nameExpression({ sandbox }: Call): (value: string) => string {
  return (value) => {
    if (value.length > maxExpression || value.includes('{'))
      throw malformed(`filters: name ${JSON.stringify(value)} (a short expression without {…} is expected)`)
    const anchored = value.startsWith('^')
    const bare = anchored ? value.slice(1).replace(/^\//, '') : value.replace(/^\//, '')
    return `^/?${sandbox.names.prefix}${anchored ? '' : '.*'}(?:${bare})`
  }
}

/** Swarm's `name` filters are plain prefixes. */
export const namePrefix =
  ({ sandbox }: Call) =>
  (value: string) =>
    sandbox.names.prefix + value
