import { Resolver } from 'node:dns/promises'
import { isIP } from 'node:net'

/** Gives an address for a host name, asked anew each time; rejects when there is none. */
export type ResolveHost = (host: string, timeoutMs: number) => Promise<string>

/** A lost question is asked again after a quarter of the time, and after three quarters: c-ares doubles its waits. */
const tries = 3
const firstShare = 0.25

/**
 * Asks the container's resolver on each call (Docker's DNS answers with the replicas that live now). This is c-ares,
 * not getaddrinfo: that one has four threads for all probes, and one dead name server would delay them all.
 *
 * Each question gets a resolver of its own. One that is kept learns how quick its server usually is, and gives up after
 * five times that, from 250 ms on (c-ares' ares_metrics.c), whatever `timeout` says: an engine that was busy for a moment
 * would be an outage of everybody's service. `servers`: instead of the container's, `127.0.0.1:53`.
 */
export const resolveByDns =
  (servers?: readonly string[]): ResolveHost =>
  async (host, timeoutMs) => {
    if (isIP(host) !== 0) return host
    if (host === 'localhost') return '127.0.0.1'
    const resolver = new Resolver({ timeout: Math.ceil(timeoutMs * firstShare), tries })
    if (servers) resolver.setServers(servers)
    const addresses = await resolver.resolve4(host)
    const address = addresses[Math.floor(Math.random() * addresses.length)]
    if (address === undefined) throw new Error(`no address for ${host}`)
    return address
  }
