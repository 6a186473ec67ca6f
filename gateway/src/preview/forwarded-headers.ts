import type { IncomingHttpHeaders } from 'node:http'

/** RFC 9110 §7.6.1: headers that belong to one connection only. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Gives the headers that may pass a proxy: hop-by-hop ones, and those that `Connection` names, are left out. */
export const endToEndHeaders = (headers: IncomingHttpHeaders): IncomingHttpHeaders => {
  const named = new Set(
    String(headers.connection ?? '')
      .split(',')
      .map((name) => name.trim().toLowerCase()),
  )
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !hopByHop.has(name) && !named.has(name)),
  )
}

/** Headers of a preview request as the learner's app may see them: without the platform's bearer token. */
export const upstreamHeaders = (headers: IncomingHttpHeaders, host: string): IncomingHttpHeaders => {
  const { authorization: _platformToken, ...rest } = endToEndHeaders(headers)
  return { ...rest, host }
}
