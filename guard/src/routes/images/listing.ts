import type { EngineImage } from '../../ownership/engine-objects.ts'
import { visibleLabels } from '../../ownership/labels.ts'
import { parseFilters } from '../../parse/filters.ts'
import { isTrue } from '../../parse/query.ts'
import { forbidden } from '../../refusal.ts'
import { relay } from '../answers.ts'
import { filterQuery, ownFilters } from '../list-filters.ts'
import { queryValue, type Call, type Reply, type Route } from '../route.ts'

const filterKeys = ['label', 'label!', 'reference', 'dangling']

/** `docker images`: the catalogue, and what the sandbox tagged. */
export const imageListingRoutes: Route[] = [
  {
    method: 'GET',
    pattern: '/images/json',
    // The Docker SDK for Python sends `only_ids`, which no engine knows any more.
    query: ['all', 'digests', 'shared-size', 'manifests', 'filters', 'filter', 'only_ids'],
    handle: list,
  },
]

async function list(call: Call): Promise<Reply> {
  const { filters, isEmpty } = ownFilters(call, [...filterKeys, 'before', 'since'])
  if (filters.has('before') || filters.has('since')) throw forbidden('filtering images by before or since')
  const labels = parseFilters(queryValue(call, 'filters'), filterKeys).get('label')
  const wanted = [...(filters.get('reference') ?? []), queryValue(call, 'filter') ?? ''].filter(
    (name) => name !== '',
  )
  const query = {
    all: 0,
    digests: 0,
    ...(labels ? { filters: filterQuery(new Map([['label', labels]])) } : {}),
  }
  const answer = await call.read({ method: 'GET', path: '/images/json', query })
  return relay(call, answer, (rows: EngineImage[]) =>
    isEmpty || isTrue(filters.get('dangling')?.[0]) ? [] : rows.flatMap((row) => shown(call, row, wanted)),
  )
}

/** An image's row with the tags that the sandbox may see and that one of the patterns fits; none without any. */
function shown(call: Call, row: EngineImage, wanted: readonly string[]): EngineImage[] {
  const RepoTags = shortTags(call, row.RepoTags).filter(
    (tag) => wanted.length === 0 || wanted.some((name) => fits(tag, name)),
  )
  if (RepoTags.length === 0) return []
  const Labels = visibleLabels(row.Labels as Record<string, string>)
  return [{ ...row, RepoTags, RepoDigests: null, Labels, ParentId: '', Containers: -1, SharedSize: -1 }]
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

/** The learner's names of an image's tags, without those that are not the sandbox's to see. */
export const shortTags = (call: Call, tags: string[] | null | undefined) =>
  (tags ?? []).flatMap((tag) => call.sandbox.images.toName(tag) ?? [])
