import type { IncomingMessage } from 'node:http'
import { isForwarded } from '../http/access/forwarded.ts'

/** What of an upgrade request decides whether its origin may connect. */
export interface UpgradeSource {
  readonly origin: string | undefined
  readonly host: string | undefined
  readonly remoteAddress: string | undefined
  /** True: a proxy forwarded it, so the peer’s address says nothing about the client. */
  readonly isForwarded: boolean
}

const loopback = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/

const isSameHost = (origin: string, host: string): boolean => {
  if (!URL.canParse(origin)) return false
  const { protocol, host: originHost, origin: normal } = new URL(origin)
  // A proxy may end TLS, so the scheme is not compared; host and port are, default ports filled in by URL.
  if ((protocol !== 'http:' && protocol !== 'https:') || normal !== origin.toLowerCase()) return false
  const own = `${protocol}//${host}`
  return URL.canParse(own) && new URL(own).host === originHost
}

/**
 * Whether a WebSocket may be opened from there (cross-site WebSocket hijacking: browsers send cookies along and no
 * same-origin rule holds them back). Allowed: the server’s own host and port, and the configured origins. Every
 * browser sends an Origin; without one only a client on this machine is served (the CLI, scripts), never one that
 * came through a proxy.
 */
export const isOriginAllowed = (source: UpgradeSource, extraOrigins: readonly string[]): boolean => {
  const { origin, host, remoteAddress, isForwarded } = source
  if (origin === undefined) return !isForwarded && loopback.test(remoteAddress ?? '')
  return extraOrigins.includes(origin) || (host !== undefined && isSameHost(origin, host))
}

/** Reads the source of an upgrade request. */
export const sourceOf = (request: IncomingMessage): UpgradeSource => ({
  origin: request.headers.origin,
  host: request.headers.host,
  remoteAddress: request.socket.remoteAddress,
  isForwarded: isForwarded(request),
})
