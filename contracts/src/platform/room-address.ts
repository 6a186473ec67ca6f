/** An address of a network interface, as `os.networkInterfaces()` of Node gives it. */
export interface InterfaceAddress {
  readonly family: string
  readonly address: string
  readonly internal: boolean
}

/** Where a server listens; `tls`: anything, when it speaks TLS. */
export interface Listening {
  readonly host: string
  readonly port: number
  readonly tls?: unknown
}

/** Whether only this machine can reach it; also as the host of a URL, which has an IPv6 address in brackets. */
export const isLoopbackHost = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || host.startsWith('127.')

/** Whether a server that listens there does so on every address of its machine. */
export const isEveryAddress = (host: string): boolean => host === '0.0.0.0' || host === '::'

/** Gives the origin of a server that is reached at `host`. */
export const originAt = ({ host, port, tls }: Listening): string =>
  `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`

/** Bridges and tunnels of containers: a phone in the room cannot reach them. */
const virtual = /^(lo|docker|br-|veth|virbr|cni|flannel|tun|tap|wg|ov-)/

/** Gives the first IPv4 address at which others in the network reach this machine; undefined without one. */
export const lanAddress = (
  interfaces: Readonly<Record<string, readonly InterfaceAddress[] | undefined>>,
): string | undefined =>
  Object.entries(interfaces)
    .filter(([name]) => !virtual.test(name))
    .flatMap(([, addresses]) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address
