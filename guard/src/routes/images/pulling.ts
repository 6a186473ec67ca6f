import { parseImageName } from '../../ownership/images.ts'
import { forbidden, Refusal } from '../../refusal.ts'
import { json } from '../answers.ts'
import { queryValue, type Call, type Reply, type Route } from '../route.ts'

/** What clients ask of registries, answered by the guard: nothing leaves the host. */
export const pullingRoutes: Route[] = [
  { method: 'POST', pattern: '/images/create', query: ['fromImage', 'tag', 'platform'], handle: pull },
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
