import { planVolume } from '../models/objects.ts'
import type { EngineVolume } from '../ownership/engine-objects.ts'
import { isOwned } from '../ownership/labels.ts'
import { isEngineName } from '../ownership/names.ts'
import { volumeDetail } from '../ownership/scrub-network.ts'
import { isTrue } from '../parse/query.ts'
import { checkCount, createTimeoutMs } from '../quota/usage.ts'
import { Refusal } from '../refusal.ts'
import { empty, relay, relayStatus } from './answers.ts'
import { filterQuery, nameExpression, ownFilters } from './list-filters.ts'
import { queryValue, type Call, type Reply, type Route } from './route.ts'

/** The sandbox's volumes. */
export const volumeRoutes: Route[] = [
  {
    method: 'GET',
    pattern: '/volumes',
    query: ['filters'],
    async handle(call) {
      const { sandbox } = call
      const { filters, isEmpty } = ownFilters(call, ['label', 'label!', 'name', 'driver', 'dangling'], {
        name: nameExpression(call),
      })
      const answer = await call.read({
        method: 'GET',
        path: '/volumes',
        query: { filters: filterQuery(filters) },
      })
      return relay(call, answer, ({ Volumes }: { Volumes: EngineVolume[] | null }) => ({
        Volumes: isEmpty
          ? []
          : (Volumes ?? [])
              .filter(({ Labels }) => isOwned(Labels, sandbox.policy))
              .map((row) => volumeDetail(sandbox, row)),
        Warnings: null,
      }))
    },
  },
  {
    method: 'GET',
    pattern: '/volumes/{name}',
    async handle(call) {
      const { id } = await call.sandbox.directory.resolve('volume', call.params[0]!)
      const answer = await call.read({ method: 'GET', path: `/volumes/${id}` })
      return relay(call, answer, (row: EngineVolume) => volumeDetail(call.sandbox, row))
    },
  },
  { method: 'POST', pattern: '/volumes/create', body: 'json', action: 'volume.create', handle: create },
  { method: 'POST', pattern: '/volumes/prune', query: ['filters'], action: 'volume.prune', handle: prune },
  {
    method: 'DELETE',
    pattern: '/volumes/{name}',
    query: ['force'],
    action: 'volume.remove',
    async handle(call) {
      const isForced = isTrue(queryValue(call, 'force'))
      const volume = await call.sandbox.directory
        .resolve('volume', call.params[0]!)
        .catch((error: unknown) => missing(error, isForced && !isEngineName(call.params[0]!)))
      if (!volume) return empty(204)
      const { id, name } = volume
      call.object = name
      const query = { force: Number(isForced) }
      return relayStatus(call, await call.mutate({ method: 'DELETE', path: `/volumes/${id}`, query }))
    },
  },
]

/** `docker volume rm --force` is content with a volume that is not there; only the engine's names stay unknown. */
function missing(error: unknown, isIgnored: boolean): null {
  if (isIgnored && error instanceof Refusal && error.status === 404) return null
  throw error
}

async function create(call: Call): Promise<Reply> {
  const { sandbox } = call
  const { name, body } = planVolume(sandbox, call.json)
  call.object = name || null
  return sandbox.quotaLock.run(async () => {
    const exists = (await sandbox.directory.volumes()).some(({ id }) => id === body.Name)
    await checkCount(sandbox, 'volumes', exists ? 0 : 1)
    const answer = await call.mutate({
      method: 'POST',
      path: '/volumes/create',
      body,
      timeoutMs: createTimeoutMs,
    })
    return relay(call, answer, (row: EngineVolume) => volumeDetail(sandbox, row))
  })
}

async function prune(call: Call): Promise<Reply> {
  const { filters } = ownFilters(call, ['label', 'label!', 'all'])
  const { minor } = await call.sandbox.engine.version()
  // Engines before API 1.42 know no `all` and prune every unused volume.
  if (minor < 42) filters.delete('all')
  const answer = await call.mutate({
    method: 'POST',
    path: '/volumes/prune',
    query: { filters: filterQuery(filters) },
  })
  const short = (name: string) => call.sandbox.names.toShort(name)
  return relay(call, answer, (body: { VolumesDeleted?: string[] | null; SpaceReclaimed?: number }) => ({
    VolumesDeleted: (body.VolumesDeleted ?? []).map(short),
    SpaceReclaimed: body.SpaceReclaimed ?? 0,
  }))
}
