import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os'
import type { Settings } from './settings.ts'

type Listening = Pick<Settings, 'host' | 'port'> & { readonly tls?: unknown }

const isEveryAddress = (host: string) => host === '0.0.0.0' || host === '::'
const inUrl = (host: string) => (host.includes(':') ? `[${host}]` : host)

/** Whether only this machine can reach it. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host.startsWith('127.')

/** Gives the address at which this machine itself reaches the server. */
export const addressOf = ({ host, port, tls }: Listening): string =>
  `${tls ? 'https' : 'http'}://${isEveryAddress(host) ? '127.0.0.1' : inUrl(host)}:${port}`

/** Bridges and tunnels of containers: a phone in the room cannot reach them. */
const virtual = /^(lo|docker|br-|veth|virbr|cni|flannel|tun|tap|wg|ov-)/

/** Gives the first IPv4 address at which others in the network reach this machine; undefined without one. */
export const lanAddress = (
  interfaces: Record<string, NetworkInterfaceInfo[] | undefined> = networkInterfaces(),
): string | undefined =>
  Object.entries(interfaces)
    .filter(([name]) => !virtual.test(name))
    .flatMap(([, addresses]) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address

/** Gives the address to tell others in the room; this machine's own when it listens on loopback only. */
export const roomAddress = (listening: Listening): string => {
  const lan = isEveryAddress(listening.host) ? lanAddress() : undefined
  return addressOf(lan === undefined ? listening : { ...listening, host: lan })
}
