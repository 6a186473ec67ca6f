import { integer, list, object, oneOf, record, refused, text, zero, type Model } from '../parse/model.ts'

/** A published port, kept in a label and served by the gateway. It never becomes a port of the host. */
export type Port = { target: number; published: number | null; protocol: 'tcp' | 'udp' }

const maxPorts = 16
const portKey = /^([1-9]\d{0,4})(?:\/(tcp|udp))?$/

/** `ExposedPorts`: keys as `8080/tcp`; a range is refused. */
export const exposedPorts: Model<string[] | undefined> = (value, path) => {
  const read = record(portKey, zero, 64)(value, path)
  return read && Object.keys(read).map((key) => formatKey(parseKey(path, key)))
}

const binding = object({ HostIp: text(45, /^[0-9a-fA-F.:]*$/), HostPort: text(11, /^\d{1,5}(-\d{1,5})?$/) })

/** `PortBindings`: container port → host ports. */
export const portBindings: Model<Port[] | undefined> = (value, path) => {
  const read = record(portKey, list(binding, 4), maxPorts)(value, path)
  if (!read) return undefined
  return Object.entries(read).flatMap(([key, bindings]) => {
    const port = parseKey(path, key)
    if (!bindings || bindings.length === 0) return [{ ...port, published: null }]
    return bindings.map(({ HostPort }) => ({
      ...port,
      published: HostPort ? hostPort(`${path}.${key}`, HostPort) : null,
    }))
  })
}

/** One port: the gateway serves what the learner named, and picks none. Throws Refusal 403. */
function hostPort(path: string, asked: string): number {
  if (asked.includes('-')) throw refused(`${path}: the range ${asked} of host ports (name one of them)`)
  return checkPort(path, Number(asked))
}

const servicePort = object({
  Name: text(64),
  Protocol: oneOf('', 'tcp', 'udp'),
  TargetPort: integer(1, 65535),
  PublishedPort: integer(0, 65535),
  PublishMode: oneOf('', 'ingress', 'host'),
})

/** `EndpointSpec`: ports leave for the label; `vip` is read and not followed. */
export const endpointSpec = object({ Mode: oneOf('', 'vip', 'dnsrr'), Ports: list(servicePort, maxPorts) })

export function portsOfService(ports: NonNullable<ReturnType<typeof servicePort>>[] | undefined): Port[] {
  return (ports ?? []).map((port) => {
    if (!port.TargetPort) throw refused('EndpointSpec.Ports without TargetPort')
    return {
      target: port.TargetPort,
      published: port.PublishedPort || null,
      protocol: port.Protocol || 'tcp',
    }
  })
}

function parseKey(path: string, key: string): Omit<Port, 'published'> {
  const match = portKey.exec(key)!
  return { target: checkPort(path, Number(match[1])), protocol: (match[2] as 'tcp' | 'udp') ?? 'tcp' }
}

function checkPort(path: string, port: number): number {
  if (port < 1 || port > 65535) throw refused(`${path} ${port}`)
  return port
}

const formatKey = ({ target, protocol }: Omit<Port, 'published'>) => `${target}/${protocol}`

/** Label form: `8080:80/tcp,53/udp`. */
export function formatPorts(ports: Port[]): string {
  return ports
    .map(({ target, published, protocol }) => `${published ? `${published}:` : ''}${target}/${protocol}`)
    .join(',')
}

export function parsePorts(label: string | undefined): Port[] {
  if (!label) return []
  return label.split(',').flatMap((entry) => {
    const match = /^(?:(\d+):)?(\d+)\/(tcp|udp)$/.exec(entry)
    if (!match) return []
    return [
      {
        target: Number(match[2]),
        published: match[1] ? Number(match[1]) : null,
        protocol: match[3] as 'tcp',
      },
    ]
  })
}
