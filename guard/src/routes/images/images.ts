import type { EngineImage } from '../ownership/engine-objects.ts'
import { visibleLabels } from '../ownership/labels.ts'
import { parseImageName } from '../ownership/images.ts'
import { parseFilters } from '../parse/filters.ts'
import { isTrue } from '../parse/query.ts'
import { over } from '../quota/usage.ts'
import { forbidden, Refusal } from '../refusal.ts'
import { json, relay, relayStatus } from './answers.ts'
import { ownFilters, filterQuery } from './list-filters.ts'
import { queryValue, type Call, type Reply, type Route } from './route.ts'

/** Reading the catalogue, and tags in the sandbox's own namespace. Build, load, import, commit and push are not open. */
export const imageRoutes: Route[] = [
  {
    method: 'GET',
    pattern: '/images/json',
    query: ['all', 'digests', 'shared-size', 'manifests', 'filters', 'filter'],
    handle: list,
  },
  { method: 'POST', pattern: '/images/create', query: ['fromImage', 'tag', 'platform'], handle: pull },
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
    query: ['repo', 'tag'],
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
  {
    method: 'GET',
    pattern: '/distribution/{name*}/json',
    // Answered here: the engine would ask a registry on the learner's behalf. The digest is the content id.
    async handle({ sandbox, params: [name = ''] }) {
      const { id, row } = await sandbox.images.resolve(name)
      const platform = { architecture: String(row.Architecture ?? 'amd64'), os: 'linux' }
      const mediaType = 'application/vnd.docker.distribution.manifest.v2+json'
      return json(200, { Descriptor: { mediaType, digest: id, size: 1 }, Platforms: [platform] })
    },
  },
]

async function list(call: Call): Promise<Reply> {
  const { filters, isEmpty } = ownFilters(call, [
    'label',
    'label!',
    'reference',
    'dangling',
    'before',
    'since',
  ])
  if (filters.has('before') || filters.has('since')) throw forbidden('the filters before and since')
  const labels = parseFilters(queryValue(call, 'filters'), ['label', 'label!', 'reference', 'dangling']).get(
    'label',
  )
  const wanted = [...(filters.get('reference') ?? []), queryValue(call, 'filter') ?? ''].filter(
    (name) => name !== '',
  )
  const engineFilters = new Map(labels ? [['label', labels] as [string, string[]]] : [])
  const query = { all: 0, digests: 0, ...(labels ? { filters: filterQuery(engineFilters) } : {}) }
  const answer = await call.read({ method: 'GET', path: '/images/json', query })
  return relay(call, answer, (rows: EngineImage[]) => {
    if (isEmpty || isTrue(filters.get('dangling')?.[0])) return []
    return rows.flatMap((row) => {
      const tags = shortTags(call, row.RepoTags).filter(
        (tag) => wanted.length === 0 || wanted.some((name) => fits(tag, name)),
      )
      if (tags.length === 0) return []
      const labels = visibleLabels(row.Labels as Record<string, string>)
      return [
        {
          ...row,
          RepoTags: tags,
          RepoDigests: null,
          Labels: labels,
          ParentId: '',
          Containers: -1,
          SharedSize: -1,
        },
      ]
    })
  })
}

/** `reference` patterns: a repository, `repository:tag`, and `*` for any run of characters but a slash. */
function fits(tag: string, pattern: string): boolean {
  const name = pattern.includes(':') ? tag : tag.slice(0, tag.lastIndexOf(':'))
  const parts = pattern.split('*')
  let at = 0
  for (const [index, part] of parts.entries()) {
    const found = index === 0 ? (name.startsWith(part) ? 0 : -1) : name.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return pattern.endsWith('*') || at === name.length
}

const shortTags = (call: Call, tags: string[] | null | undefined) =>
  (tags ?? []).flatMap((tag) => call.sandbox.images.toName(tag) ?? [])

function imageDetail(call: Call, detail: EngineImage): Record<string, unknown> {
  const { GraphDriver: _graph, ContainerConfig: _container, ...rest } = detail
  const config = detail.Config
    ? { ...detail.Config, Labels: visibleLabels(detail.Config.Labels) }
    : detail.Config
  return {
    ...rest,
    Config: config,
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

/** `docker pull` of a catalogue image: it is here already, so the guard says so. Nothing leaves the host. */
async function pull(call: Call): Promise<Reply> {
  const from = queryValue(call, 'fromImage') ?? ''
  const tag = queryValue(call, 'tag') ?? ''
  if (from === '') throw forbidden('an import')
  const name = tag === '' ? from : tag.startsWith('sha256:') ? `${from}@${tag}` : `${from}:${tag}`
  const parsed = parseImageName(name)
  if (!parsed.tag && !parsed.digest) throw forbidden('a pull without a tag')
  if (!call.sandbox.images.toTag(name).isCatalogue)
    throw new Refusal(
      404,
      `pull access denied for ${parsed.repo}: this sandbox has no registry; docker images lists what there is`,
    )
  const image = await call.sandbox.images.resolve(name)
  const report = [
    { status: `Pulling from ${parsed.repo}`, id: parsed.tag ?? 'latest' },
    { status: `Digest: ${image.id}` },
    { status: `Status: Image is up to date for ${image.name}` },
  ]
  const body = Buffer.from(report.map((line) => `${JSON.stringify(line)}\r\n`).join(''))
  return { kind: 'bytes', status: 200, headers: { 'Content-Type': 'application/json' }, body }
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
