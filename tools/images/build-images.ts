import { rmSync } from 'node:fs'
import { run, tailOf } from '../command.ts'
import { images, namespace, type ImageDefinition, type ImageTag } from './catalogue.ts'
import { stageContext } from './context.ts'
import { imageDigest } from './digest.ts'

export const digestLabel = 'dev.noops-dojo.digest'

const reference = (image: ImageDefinition, tag: ImageTag) => `${namespace}/${image.name}:${tag.tag}`

type Run = typeof run

/** Gives the digest label of each of our images that the engine has, by reference. `docker`: for tests. */
export const presentDigests = async (docker: Run = run): Promise<Map<string, string>> => {
  const format = `{{range .RepoTags}}{{.}} {{end}}|{{with .Config}}{{with .Labels}}{{index . "${digestLabel}"}}{{end}}{{end}}`
  const ids = await docker('docker', ['image', 'ls', '--quiet', '--filter', `label=${digestLabel}`])
  if (ids.code !== 0) throw new Error(`The engine did not list its images:\n${tailOf(ids)}`)
  const unique = [...new Set(ids.stdout.split('\n').filter(Boolean))]
  if (unique.length === 0) return new Map()
  const shown = await docker('docker', ['image', 'inspect', '--format', format, ...unique])
  // Others build and prune at the same time: an image that is gone by now is as good as never there, and the rest
  // are shown all the same.
  const isOnlyGone = shown.stderr
    .split('\n')
    .filter(Boolean)
    .every((line) => /no such (image|object)/i.test(line))
  if (shown.code !== 0 && !isOnlyGone)
    throw new Error(`The engine did not show its images:\n${tailOf(shown)}`)
  const rows = shown.stdout.trimEnd()
  if (rows === '') return new Map()
  return new Map(
    rows.split('\n').flatMap((row) => {
      const [tags, digest] = row.split('|') as [string, string]
      return tags.split(' ').map((tag) => [tag, digest] as const)
    }),
  )
}

/** Whether the client has BuildKit's plugin; without it the engine's classic builder has to be asked for. */
const builderEnvironment = async (): Promise<Record<string, string>> =>
  (await run('docker', ['buildx', 'version'])).code === 0
    ? { BUILDX_BUILDER: 'default' }
    : { DOCKER_BUILDKIT: '0' }

const buildTag = async (
  context: string,
  image: ImageDefinition,
  tag: ImageTag,
  digest: string,
  { onLine, signal }: { onLine: (line: string) => void; signal: AbortSignal | undefined },
) => {
  const args = Object.entries(tag.args ?? {}).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`])
  const name = reference(image, tag)
  const result = await run(
    'docker',
    ['build', '--label', `${digestLabel}=${digest}`, '--tag', name, ...args, context],
    { env: await builderEnvironment(), timeoutMs: 900_000, onLine, signal },
  )
  signal?.throwIfAborted()
  if (result.code !== 0) throw new Error(`The image ${name} was not built:\n${tailOf(result, 30)}`)
}

/** Removes our images that lost their name to a newer build; one that still runs somewhere stays. */
export const removeUntagged = async (): Promise<void> => {
  await run('docker', ['image', 'prune', '--force', '--filter', `label=${digestLabel}`])
}

export interface BuildReport {
  readonly built: string[]
  readonly unchanged: string[]
}

/**
 * Builds the given images, each after what it is made from; skips every tag whose inputs are the ones it was
 * made from. `onLine` gets the builder's output. Throws with the end of it when a build fails, and with the signal's
 * reason when that ends it.
 */
export const buildImages = async (
  root: string,
  wanted: readonly ImageDefinition[] = images,
  onLine: (line: string) => void = () => {},
  signal?: AbortSignal,
): Promise<BuildReport> => {
  const present = await presentDigests()
  const report: BuildReport = { built: [], unchanged: [] }
  for (const image of wanted) {
    const tags = image.tags.map((tag) => ({ tag, digest: imageDigest(root, image, tag) }))
    const stale = tags.filter(({ tag, digest }) => present.get(reference(image, tag)) !== digest)
    for (const { tag } of tags.filter((entry) => !stale.includes(entry)))
      report.unchanged.push(reference(image, tag))
    if (stale.length === 0) continue
    const context = await stageContext(root, image)
    try {
      for (const { tag, digest } of stale) {
        await buildTag(context, image, tag, digest, { onLine, signal })
        report.built.push(reference(image, tag))
      }
    } finally {
      rmSync(context, { recursive: true, force: true })
    }
  }
  if (report.built.length > 0) await removeUntagged()
  return report
}
