import { readFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'

type Interfaces = ReturnType<typeof networkInterfaces>

const ipv4Of = (interfaces: Interfaces, name: string): string | undefined =>
  interfaces[name]?.find((entry) => entry.family === 'IPv4' && !entry.internal)?.address

/** Name of the interface of the default route in the text of /proc/net/route, or undefined. */
export const defaultRouteInterface = (routes: string): string | undefined =>
  routes
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .find((fields) => fields[1] === '00000000' && fields[7] === '00000000')?.[0]

/**
 * The address of the control network: the interface of the default route. Sandbox networks are internal overlays
 * and never carry a default route, so a restart of the container while it is joined to sandboxes finds the same
 * address. Throws when there is none: listening on every interface would open the control port to learners.
 */
export const detectBindAddress = (
  interfaces: Interfaces = networkInterfaces(),
  routes: string = readFileSync('/proc/net/route', 'utf8'),
): string => {
  const name = defaultRouteInterface(routes)
  const address = name === undefined ? undefined : ipv4Of(interfaces, name)
  if (address !== undefined) return address
  const external = Object.keys(interfaces).filter((each) => ipv4Of(interfaces, each) !== undefined)
  if (external.length === 1) return ipv4Of(interfaces, external[0] as string) as string
  throw new Error(
    `cannot tell the control network among ${external.length} interfaces without a default route; set DOJO_GATEWAY_BIND`,
  )
}
