import { Resolver } from 'node:dns/promises'
import { isIP } from 'node:net'

/** Gives an address for a host name, asked anew each time; rejects when there is none. */
export type ResolveHost = (host: string, timeoutMs: number) => Promise<string>

/**
 * Asks the container's resolver on each call (Docker's DNS answers with the replicas that live now). This is c-ares,
 * not getaddrinfo: that one has four threads for all probes, and one dead name server would delay them all.
 */
export const resolveByDns = (): ResolveHost => {
  const resolvers = new Map<number, Resolver>()
  return async (host, timeoutMs) => {
    if (isIP(host) !== 0) return host
    if (host === 'localhost') return '127.0.0.1'
    let resolver = resolvers.get(timeoutMs)
    if (resolver === undefined) {
      resolver = new Resolver({ timeout: timeoutMs, tries: 1 })
      resolvers.set(timeoutMs, resolver)
    }
    const addresses = await resolver.resolve4(host)
    const address = addresses[Math.floor(Math.random() * addresses.length)]
    if (address === undefined) throw new Error(`no address for ${host}`)
    return address
  }
}
