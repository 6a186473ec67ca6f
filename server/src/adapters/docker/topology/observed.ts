import type { ContainerInfo } from 'dockerode'
import type { TopologyNode } from '@noops-dojo/contracts'
import { catalogueImage, engineLabels } from '../../../domain/sandbox/engine-names.ts'

export type Task = TopologyNode['tasks'][number]
type Labels = Readonly<Record<string, string>> | undefined

/** Where the guard notes published ports: `published:target/protocol`, by commas. */
const portsLabel = 'dev.noops-dojo.ports'
const cataloguePrefix = catalogueImage('')

/** The engine's words about one sandbox, for people: without ids, and with the learner's names. */
export const scrubbed = (sandboxId: string, text: string): string =>
  text.replaceAll(`s${sandboxId}-`, '').replaceAll(/\b[0-9a-f]{12,64}\b/g, '…')

/** The image as the learner wrote it; a bare content id says nothing and is left out. */
export const imageName = (labels: Labels, image: string): string => {
  const written = labels?.[engineLabels.image]
  if (written) return written
  const [name = ''] = image.split('@')
  if (/^(sha256:)?[0-9a-f]{12,64}$/.test(name)) return ''
  return name.startsWith(cataloguePrefix) ? name.slice(cataloguePrefix.length) : name
}

/** Ports that the image says it listens on, and those that were published. */
export const portsOf = (labels: Labels, containers: readonly ContainerInfo[]): number[] => {
  const published = (labels?.[portsLabel] ?? '')
    .split(',')
    .map((text) => Number(/^\d*:?(\d+)\/tcp$/.exec(text)?.[1]))
  const exposed = containers.flatMap(({ Ports }) =>
    Ports.filter(({ Type }) => Type === 'tcp').map(({ PrivatePort }) => PrivatePort),
  )
  const all = [...published, ...exposed].filter((port) => port > 0)
  return [...new Set(all)].sort((a, b) => a - b)
}

/** Health as the list of containers tells it: `Up 3 minutes (healthy)`. */
export const healthOf = (container: ContainerInfo | undefined): Task['health'] => {
  const word = /\((healthy|unhealthy|health: starting)\)/.exec(container?.Status ?? '')?.[1]
  if (word === 'health: starting') return 'starting'
  return (word as Task['health'] | undefined) ?? 'none'
}

export const timeOf = (text: string | undefined): number | null => {
  const at = Date.parse(text ?? '')
  // The engine writes the year 1 for "never".
  return at > 0 ? at : null
}
