import { parseFilters, writeFilters, type Filters } from '../parse/filters.ts'
import { isReserved, ownerFilter } from '../ownership/labels.ts'
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
    filters.set(key, translate[key] ? values.map(translate[key]) : values)
  }
  const labels = asked.get('label') ?? []
  const excluded = asked.get('label!') ?? []
  const isEmpty = [...labels, ...excluded].some(
    (entry) => isReserved(entry) && !entry.startsWith('com.docker.swarm.'),
  )
  filters.set('label', [...ownerFilter(call.sandbox.policy), ...labels])
  if (excluded.length > 0) filters.set('label!', excluded)
  return { filters, isEmpty }
}

export type Translate = Record<string, (value: string) => string>

export const filterQuery = (filters: Filters) => writeFilters(filters)

/**
 * A `name` filter of containers, networks and volumes is a regular expression that the engine runs over the real name.
 * It is anchored behind the prefix and left to the engine's linear-time matcher; JavaScript's would backtrack.
 */
export function nameExpression({ sandbox }: Call): (value: string) => string {
  return (value) => {
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
