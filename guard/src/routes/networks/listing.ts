import type { EngineNetwork } from '../../ownership/engine-objects.ts'
import { isOwned } from '../../ownership/labels.ts'
import { networkDetail } from '../../ownership/scrub-network.ts'
import type { Filters } from '../../parse/filters.ts'
import { malformed } from '../../refusal.ts'
import { relay } from '../answers.ts'
import { filterQuery, ownFilters } from '../list-filters.ts'
import type { Call, Reply, Route } from '../route.ts'

/** `docker network ls`. */
export const networkListingRoutes: Route[] = [
  { method: 'GET', pattern: '/networks', query: ['filters'], handle: list },
  // The engine has this twin route too, and it must get the same filter.
  { method: 'GET', pattern: '/networks/', query: ['filters'], handle: list },
]

type Shown = { Id: string; Name: string; Driver: string; Scope: string }

async function list(call: Call): Promise<Reply> {
  const { sandbox } = call
  const { filters, isEmpty } = ownFilters(call, ['label', 'dangling', ...judgedHere])
  const isWanted = filterOf(new Map(filters))
  for (const key of judgedHere) filters.delete(key)
  const query = { filters: filterQuery(filters) }
  const answer = await call.read({ method: 'GET', path: '/networks', query })
  return relay(call, answer, (rows: EngineNetwork[]) =>
    isEmpty
      ? []
      : rows
          .filter(({ Labels }) => isOwned(Labels, sandbox.policy))
          .map((row) => networkDetail(sandbox, row, () => false))
          .filter((row) => isWanted(row as Shown)),
  )
}

/** An engine finds an overlay by name only where a container of its node is in it, and knows no other driver. */
const judgedHere = ['name', 'id', 'driver', 'scope', 'type'] as const

/**
 * Judges a network, as the learner sees it, by the filters that the engine is not asked for: one value of each key has to
 * fit. Throws Refusal 400 for a name that is an expression.
 */
function filterOf(filters: Filters): (row: Shown) => boolean {
  const names = filters.get('name')?.map(nameTest)
  const isOneOf = (key: string, fits: (value: string) => boolean) => filters.get(key)?.some(fits) ?? true
  return ({ Id, Name, Driver, Scope }) =>
    (names?.some((fits) => fits(Name)) ?? true) &&
    isOneOf('id', (value) => value !== '' && Id.startsWith(value)) &&
    isOneOf('driver', (value) => value === Driver) &&
    isOneOf('scope', (value) => value === Scope) &&
    isOneOf('type', (value) => value === 'custom')
}

/** A part of a name; `^` and `$` stand for its ends. */
function nameTest(value: string): (name: string) => boolean {
  const [, begin, part = '', end] = /^(\^?)([A-Za-z0-9_.-]{0,128})(\$?)$/.exec(value) ?? []
  if (begin === undefined)
    throw malformed(`filters: name ${JSON.stringify(value)} (a part of a name, with ^ and $ at most)`)
  if (begin && end) return (name) => name === part
  if (begin) return (name) => name.startsWith(part)
  return end ? (name) => name.endsWith(part) : (name) => name.includes(part)
}
