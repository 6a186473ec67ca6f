import type { IncomingMessage } from 'node:http'
import { type Caller, isLocalCaller } from './local-caller.ts'

const isSameHost = (origin: string, host: string): boolean => {
  if (!URL.canParse(origin)) return false
  const { protocol, host: originHost, origin: normal } = new URL(origin)
  // A proxy may end TLS, so the scheme is not compared; host and port are, default ports filled in by URL.
  if ((protocol !== 'http:' && protocol !== 'https:') || normal !== origin.toLowerCase()) return false
  const own = `${protocol}//${host}`
  return URL.canParse(own) && new URL(own).host === originHost
}

/**
 * Which pages may call: those of the server's own host and port, and the configured origins. Browsers send cookies
 * along to anybody's page (cross-site request forgery, cross-site WebSocket hijacking). A class, so that Nest injects
 * it by type.
 */
export class AllowedOrigins {
  constructor(private readonly extra: readonly string[]) {}

  /** Whether a call that changes something is served. Without an Origin it comes from no browser of our time. */
  allowsCall({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
    if (headers.origin === undefined) return headers['sec-fetch-site'] !== 'cross-site'
    return this.#allows(headers.origin, headers.host)
  }

  /**
   * Whether a WebSocket may be opened: no same-origin rule of a browser holds it back. Every browser sends an Origin;
   * without one only a client on this machine is served (the CLI, scripts), never one that came through a proxy.
   */
  allowsUpgrade(request: Caller): boolean {
    const { origin, host } = request.headers
    return origin === undefined ? isLocalCaller(request) : this.#allows(origin, host)
  }

  #allows(origin: string, host: string | undefined): boolean {
    return this.extra.includes(origin) || (host !== undefined && isSameHost(origin, host))
  }
}
