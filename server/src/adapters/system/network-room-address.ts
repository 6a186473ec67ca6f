import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os'
import type { Config } from '../../config/config.ts'
import { RoomAddress } from '../../domain/ports/index.ts'

type Listening = Pick<Config, 'host' | 'port' | 'tls' | 'extraOrigins' | 'gatewayAddress'>
type Interfaces = Record<string, NetworkInterfaceInfo[] | undefined>

const everyAddress = new Set(['0.0.0.0', '::'])
const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || host.startsWith('127.')
const inUrl = (host: string): string => (host.includes(':') ? `[${host}]` : host)

/** Bridges and tunnels of containers: a phone in the room cannot reach them (the same as in cli/src/launcher). */
const virtual = /^(lo|docker|br-|veth|virbr|cni|flannel|tun|tap|wg|ov-)/

const lanAddress = (interfaces: Interfaces): string | undefined =>
  Object.entries(interfaces)
    .filter(([name]) => !virtual.test(name))
    .flatMap(([, addresses]) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address

const reachableHost = ({ host, gatewayAddress }: Listening, interfaces: Interfaces): string | undefined => {
  if (isLoopback(host)) return undefined
  if (!everyAddress.has(host)) return host
  // In the hosted shape the server sits in a container of its own, and its addresses are nobody else's.
  return gatewayAddress === undefined ? lanAddress(interfaces) : undefined
}

/**
 * Reads where the room finds this dojo from how it was told to listen: an origin it was given by name (DOJO_ORIGINS), or
 * the address of this machine in its network at this moment; a laptop may have moved since the start.
 */
export class NetworkRoomAddress extends RoomAddress {
  readonly #listening: Listening
  readonly #interfaces: () => Interfaces

  constructor(listening: Listening, interfaces: () => Interfaces = networkInterfaces) {
    super()
    this.#listening = listening
    this.#interfaces = interfaces
  }

  origin(): string | null {
    const { extraOrigins, port, tls } = this.#listening
    const named = extraOrigins.find((origin) => !isLoopback(new URL(origin).hostname))
    if (named !== undefined) return named
    const host = reachableHost(this.#listening, this.#interfaces())
    return host === undefined ? null : `${tls ? 'https' : 'http'}://${inUrl(host)}:${port}`
  }
}
