import type { EngineContainer } from '../../ownership/engine-objects.ts'
import { label } from '../../ownership/labels.ts'
import { parsePorts } from '../../models/ports.ts'
import type { Filters } from '../../parse/filters.ts'
import { malformed } from '../../refusal.ts'

type Range = { from: number; to: number; protocol: string }

/**
 * Judges by the filters `publish` and `expose` whether a container is meant, as the engine does: one of the ports that
 * are published as the first asks, or one that the container listens on as the second. Null when neither was asked for.
 * Throws Refusal 400 for a value that is no port.
 */
export function portFilter(filters: Filters): ((row: EngineContainer) => boolean) | null {
  if (!filters.has('publish') && !filters.has('expose')) return null
  const published = (filters.get('publish') ?? []).map(rangeOf)
  const exposed = (filters.get('expose') ?? []).map(rangeOf)
  return ({ Labels, Ports }) => {
    const ports = parsePorts(Labels?.[label.ports])
    const ofImage = (Ports as { PrivatePort: number; Type: string }[] | undefined) ?? []
    return (
      ports.some((port) => published.some((range) => holds(range, port.published, port.protocol))) ||
      ports.some((port) => exposed.some((range) => holds(range, port.target, port.protocol))) ||
      ofImage.some((port) => exposed.some((range) => holds(range, port.PrivatePort, port.Type)))
    )
  }
}

/** `80`, `80/udp`, `8000-8010/tcp`. */
function rangeOf(value: string): Range {
  const [, from, to = from, protocol = 'tcp'] = /^(\d{1,5})(?:-(\d{1,5}))?(?:\/(tcp|udp))?$/.exec(value) ?? []
  if (from === undefined) throw malformed(`filters: ${JSON.stringify(value)} is no port`)
  return { from: Number(from), to: Number(to), protocol }
}

const holds = ({ from, to, protocol }: Range, port: number | null, ofPort: string): boolean =>
  port !== null && port >= from && port <= to && protocol === ofPort
