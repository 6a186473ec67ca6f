import type { GuardPolicy } from '@noops-dojo/contracts/guard'
import type { Engine } from '../engine/engine.ts'
import { forbidden, malformed, noSuch } from '../refusal.ts'
import type { EngineImage } from './engine-objects.ts'

/** An image that this sandbox may run: content id, the learner's name and the engine's tag. */
export type UsableImage = { id: string; name: string; tag: string; isCatalogue: boolean; row: EngineImage }

const repository =
  /^[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*){0,3}$/
const tagPattern = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/
const spellings = [
  'index.docker.io/library/',
  'docker.io/library/',
  'index.docker.io/',
  'docker.io/',
  'library/',
]

/** Splits `repo[:tag][@digest]` in any of Docker Hub's spellings. Throws Refusal 400 for anything else. */
export function parseImageName(ref: string): { repo: string; tag: string | null; digest: string | null } {
  const at = ref.indexOf('@')
  const digest = at < 0 ? null : ref.slice(at + 1)
  if (digest !== null && !/^sha256:[0-9a-f]{64}$/.test(digest)) throw malformed('invalid reference format')
  let name = at < 0 ? ref : ref.slice(0, at)
  const spelling = spellings.find((prefix) => name.startsWith(prefix))
  if (spelling) name = name.slice(spelling.length)
  const colon = name.lastIndexOf(':')
  const hasTag = colon > name.lastIndexOf('/')
  const repo = hasTag ? name.slice(0, colon) : name
  const tag = hasTag ? name.slice(colon + 1) : null
  if (repo.length > 200 || !repository.test(repo)) throw malformed('invalid reference format')
  if (tag !== null && !tagPattern.test(tag)) throw malformed('invalid reference format')
  return { repo, tag, digest }
}

/** The images of a sandbox: the read-only catalogue, run by content id, and what it tagged itself under `s<id>/`. */
export class Images {
  private readonly engine: Engine
  private readonly policy: GuardPolicy
  readonly namespace: string

  constructor(engine: Engine, policy: GuardPolicy) {
    this.engine = engine
    this.policy = policy
    this.namespace = `s${policy.sandboxId}/`
  }

  /** The engine's tag for a learner's name: a catalogue entry, else a name in the sandbox's own namespace. */
  toTag(name: string): { tag: string; name: string; isCatalogue: boolean } {
    const { repo, tag } = parseImageName(name)
    const full = `${repo}:${tag ?? 'latest'}`
    const entry = this.policy.catalogue.find((candidate) => candidate.name === full)
    if (entry) return { tag: entry.image, name: full, isCatalogue: true }
    return { tag: this.namespace + full, name: full, isCatalogue: false }
  }

  /** The tag under which a sandbox's own image is kept. Throws Refusal for a catalogue name: it is read-only. */
  ownTag(repo: string, tag: string): string {
    const parsed = parseImageName(tag ? `${repo}:${tag}` : repo)
    const name = `${parsed.repo}:${parsed.tag ?? 'latest'}`
    if (this.isCatalogueName(name)) throw forbidden(`tagging over ${name}, an image of the catalogue,`)
    return this.namespace + name
  }

  /** `noops-dojo/shop-web:1.0` → `shop-web:1.0`; null for a tag that is not this sandbox's to see. */
  toName(tag: string): string | null {
    const own = tag.startsWith(this.namespace) ? tag.slice(this.namespace.length) : null
    // The catalogue may have got the name later: what is listed under a name is what runs under it.
    if (own !== null) return this.isCatalogueName(own) ? null : own
    return this.policy.catalogue.find(({ image }) => image === tag)?.name ?? null
  }

  private isCatalogueName(name: string): boolean {
    return this.policy.catalogue.some((entry) => entry.name === name)
  }

  /** The tags that this sandbox gave, as the engine has them. */
  async ownTags(): Promise<string[]> {
    const tags = (await this.list()).flatMap(({ row }) => row.RepoTags ?? [])
    return tags.filter((tag) => tag.startsWith(this.namespace))
  }

  /** All usable images with the engine's rows. */
  async list(): Promise<{ row: EngineImage; names: string[] }[]> {
    const rows = (await this.engine.lookup<EngineImage[]>('/images/json')) ?? []
    return rows.flatMap((row) => {
      const names = (row.RepoTags ?? []).flatMap((tag) => this.toName(tag) ?? [])
      return names.length > 0 ? [{ row, names }] : []
    })
  }

  /** Resolves a name, a digest given out by this guard, an id or an id prefix. Throws Refusal 404 or 403. */
  async resolve(ref: string): Promise<UsableImage> {
    if (ref === '') throw malformed('invalid reference format')
    const byId = /^(?:sha256:)?([0-9a-f]{12,64})$/.exec(ref)?.[1]
    return byId ? this.resolveId(byId, ref) : this.resolveName(ref)
  }

  private async resolveId(hex: string, ref: string): Promise<UsableImage> {
    const found = (await this.list()).find(({ row }) => row.Id.startsWith(`sha256:${hex}`))
    if (!found) throw noSuch.image(ref)
    const { tag, isCatalogue } = this.toTag(found.names[0]!)
    return {
      id: found.row.Id,
      name: found.names[0]!,
      tag,
      isCatalogue,
      row: await this.inspect(found.row.Id, ref),
    }
  }

  private async resolveName(ref: string): Promise<UsableImage> {
    const { digest } = parseImageName(ref)
    const own = this.toTag(ref.split('@')[0]!)
    // A tag over a catalogue name (`docker tag evil shop-web:1.0`) never wins: the catalogue is looked up first.
    const row = await this.inspect(own.tag, ref)
    if (digest !== null && digest !== row.Id) throw noSuch.image(ref)
    return { id: row.Id, name: own.name, tag: own.tag, isCatalogue: own.isCatalogue, row }
  }

  private async inspect(tag: string, ref: string): Promise<EngineImage> {
    const row = await this.engine.lookup<EngineImage>(`/images/${tag}/json`)
    if (!row) throw noSuch.image(ref)
    if (/^\/proc(\/|$)/.test(row.Config?.WorkingDir ?? ''))
      throw forbidden('an image with a working directory in /proc')
    return row
  }
}
