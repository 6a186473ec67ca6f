import type { IncomingMessage } from 'node:http'

/** Origins that may call besides the server's own. A class, so that Nest injects it by type. */
export class AllowedOrigins {
  constructor(private readonly extra: readonly string[]) {}

  /**
   * True when a browser's Origin header is the server's own (same host and port as the request was sent to; the scheme
   * may differ behind a proxy that ends TLS) or one of the configured ones. No header at all: not a browser, allowed.
   */
  allows(request: Pick<IncomingMessage, 'headers'>): boolean {
    const { origin, host } = request.headers
    if (origin === undefined) return request.headers['sec-fetch-site'] !== 'cross-site'
    if (this.extra.includes(origin)) return true
    return URL.canParse(origin) && host !== undefined && new URL(origin).host === host.toLowerCase()
  }
}
