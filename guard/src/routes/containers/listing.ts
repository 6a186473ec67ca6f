import type { EngineContainer } from '../../ownership/engine-objects.ts'
import { isOwned } from '../../ownership/labels.ts'
import { containerRow } from '../../ownership/scrub-container.ts'
import { parseFilters, type Filters } from '../../parse/filters.ts'
import { isTrue, wholeNumber } from '../../parse/query.ts'
import { malformed, Refusal } from '../../refusal.ts'
import { relay } from '../answers.ts'
import { filterQuery, nameExpression, ownFilters, type Translate } from '../list-filters.ts'
import { queryValue, type Call, type Reply, type Route } from '../route.ts'
import { portFilter } from './port-filter.ts'
import { refuseSize } from './reading.ts'

const filterKeys = [
  'label',
  'name',
  'id',
  'status',
  'health',
  'exited',
  'network',
  'volume',
  'ancestor',
  'is-task',
  'expose',
  'publish',
  'before',
  'since',
]
/** An id that no object has: a foreign reference in a filter matches nothing and is never resolved. */
const nothing = '0'.repeat(64)

/** Each is looked up in the engine. */
const maxReferences = 8

/** `docker ps`. */
export const listingRoutes: Route[] = [
  {
    method: 'GET',
    pattern: '/containers/json',
    query: ['all', 'limit', 'size', 'filters', 'trunc_cmd'],
    handle: list,
  },
]

async function list(call: Call): Promise<Reply> {
  refuseSize(call)
  const { sandbox } = call
  const asked = parseFilters(queryValue(call, 'filters'), filterKeys)
  const { filters, isEmpty } = ownFilters(call, filterKeys, await translation(call, asked))
  // The engine knows nothing of the ports: it publishes none of them.
  const isOnPort = portFilter(filters)
  filters.delete('publish')
  filters.delete('expose')
  const limit = Math.max(0, wholeNumber(call.query, 'limit', -1, 10_000) ?? 0) || undefined
  const query = {
    all: Number(isTrue(queryValue(call, 'all')) || limit !== undefined),
    limit: isOnPort ? undefined : limit,
    filters: filterQuery(filters),
  }
  const answer = await call.read({ method: 'GET', path: '/containers/json', query, timeoutMs: 30_000 })
  return relay(call, answer, (rows: EngineContainer[]) =>
    isEmpty
      ? []
      : rows
          .filter((row) => isOwned(row.Labels, sandbox.policy) && (!isOnPort || isOnPort(row)))
          .slice(0, limit)
          .map((row) => containerRow(sandbox, row)),
  )
}

/** Names of the filters' values as the engine knows them. Throws Refusal 404 for a container that is not there. */
async function translation(call: Call, asked: Filters): Promise<Translate> {
  const { directory, names } = call.sandbox
  const networks = asked.has('network') ? await directory.networks() : []
  const idsOf = async (keys: string[], idOf: (ref: string) => Promise<string>) => {
    const refs = keys.flatMap((key) => asked.get(key) ?? [])
    if (refs.length > maxReferences)
      throw malformed(`filters: more than ${maxReferences} ${keys.join(' and ')}`)
    const ids = new Map<string, string>()
    for (const ref of refs) ids.set(ref, await idOf(ref))
    return (ref: string) => ids.get(ref) ?? nothing
  }
  const moment = await idsOf(
    ['before', 'since'],
    async (ref) => (await directory.resolve('container', ref)).id,
  )
  return {
    name: nameExpression(call),
    network: (ref) => networks.find(({ id, name }) => id === ref || name === ref)?.row.Name ?? nothing,
    volume: (name) => (name.startsWith('/') ? name : names.prefix + name),
    ancestor: await idsOf(['ancestor'], (ref) => ancestor(call, ref)),
    before: moment,
    since: moment,
  }
}

/** Containers run by their image's id: an image that this sandbox cannot have has none. */
async function ancestor({ sandbox }: Call, ref: string): Promise<string> {
  try {
    return (await sandbox.images.resolve(ref)).id
  } catch (error) {
    if (error instanceof Refusal && error.status < 500) return nothing
    throw error
  }
}
