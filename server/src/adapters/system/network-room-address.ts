import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os'
import { isEveryAddress, isLoopbackHost, lanAddress, originAt } from '@noops-dojo/contracts'
import type { Config } from '../../config/config.ts'
import { RoomAddress } from '../../domain/ports/index.ts'

type Listening = Pick<Config, 'host' | 'port' | 'tls' | 'extraOrigins' | 'gatewayAddress'>
type Interfaces = Record<string, NetworkInterfaceInfo[] | undefined>

const reachableHost = ({ host, gatewayAddress }: Listening, interfaces: Interfaces): string | undefined => {
  if (isLoopbackHost(host)) return undefined
  if (!isEveryAddress(host)) return host
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
    const named = extraOrigins.find((origin) => !isLoopbackHost(new URL(origin).hostname))
    if (named !== undefined) return named
    const host = reachableHost(this.#listening, this.#interfaces())
    return host === undefined ? null : originAt({ host, port, tls })
  }
}
