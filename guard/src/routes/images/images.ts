import type { EngineImage } from '../../ownership/engine-objects.ts'
import { visibleLabels } from '../../ownership/labels.ts'
import { over } from '../../quota/usage.ts'
import { forbidden } from '../../refusal.ts'
import { relay, relayStatus } from '../answers.ts'
import { ownFilters, filterQuery } from '../list-filters.ts'
import { queryValue, type Call, type Reply, type Route } from '../route.ts'
import { shortTags } from './listing.ts'

/** One image, and tags in the sandbox's own namespace. Build, load, import, commit and push are not open. */
export const imageRoutes: Route[] = [
  { method: 'POST', pattern: '/images/prune', query: ['filters'], action: 'image.prune', handle: prune },
  {
    method: 'GET',
    pattern: '/images/{name*}/json',
    query: ['manifests', 'platform'],
    async handle(call) {
      const image = await call.sandbox.images.resolve(call.params[0]!)
      const answer = await call.read({ method: 'GET', path: `/images/${image.id}/json` })
      return relay(call, answer, (detail: EngineImage) => imageDetail(call, detail))
    },
  },
  {
    method: 'GET',
    pattern: '/images/{name*}/history',
    async handle(call) {
      const image = await call.sandbox.images.resolve(call.params[0]!)
      const answer = await call.read({ method: 'GET', path: `/images/${image.id}/history` })
      return relay(call, answer, (rows: EngineImage[]) =>
        rows.map((row) => ({ ...row, Tags: shortTags(call, row.Tags as string[]) })),
      )
    },
  },
  {
    method: 'POST',
    pattern: '/images/{name*}/tag',
    // `force` comes from the Docker SDK for Python; engines take every tag as forced.
    query: ['repo', 'tag', 'force'],
    action: 'image.tag',
    handle: tag,
  },
  {
    method: 'DELETE',
    pattern: '/images/{name*}',
    query: ['force', 'noprune'],
    action: 'image.remove',
    async handle(call) {
      const image = await call.sandbox.images.resolve(call.params[0]!)
      if (image.isCatalogue) throw forbidden('removing an image of the catalogue')
      call.object = image.name
      // By tag and without force: removing by id would take every sandbox's tags of the same content.
      const answer = await call.mutate({
        method: 'DELETE',
        path: `/images/${image.tag}`,
        query: { force: 0, noprune: 1 },
      })
      return relay(call, answer, (rows: Record<string, string>[]) => rows.map((row) => removed(call, row)))
    },
  },
]

function imageDetail(call: Call, detail: EngineImage): Record<string, unknown> {
  const { GraphDriver: _graph, ContainerConfig: _container, ...rest } = detail
  const config = detail.Config
    ? { ...detail.Config, Labels: visibleLabels(detail.Config.Labels) }
    : detail.Config
  return {
    ...rest,
    Config: config,
    // docker-compose 1.29 looks for the volumes of the container before in here.
    ContainerConfig: { Volumes: detail.Config?.Volumes ?? null },
    RepoTags: shortTags(call, detail.RepoTags),
    RepoDigests: [],
    Parent: '',
    GraphDriver: { Name: 'overlay2', Data: null },
  }
}

/** Each tag makes the engine write its whole list of tags. */
const maxTags = 32

async function tag(call: Call): Promise<Reply> {
  const { images, quotaLock } = call.sandbox
  const image = await images.resolve(call.params[0]!)
  const target = images.ownTag(queryValue(call, 'repo') ?? '', queryValue(call, 'tag') ?? '')
  const colon = target.lastIndexOf(':')
  call.object = target.slice(images.namespace.length)
  const query = { repo: target.slice(0, colon), tag: target.slice(colon + 1) }
  return quotaLock.run(async () => {
    const own = await images.ownTags()
    if (!own.includes(target) && own.length >= maxTags) throw over('tags', maxTags)
    return relayStatus(call, await call.mutate({ method: 'POST', path: `/images/${image.id}/tag`, query }))
  })
}

async function prune(call: Call): Promise<Reply> {
  const { filters } = ownFilters(call, ['label', 'dangling', 'until'])
  filters.set('dangling', ['true'])
  const answer = await call.mutate({
    method: 'POST',
    path: '/images/prune',
    query: { filters: filterQuery(filters) },
  })
  return relay(call, answer, (body) => body)
}

function removed(call: Call, row: Record<string, string>): Record<string, string> {
  return row.Untagged ? { Untagged: call.sandbox.images.toName(row.Untagged) ?? 'image' } : row
}
