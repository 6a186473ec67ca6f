/** An app that takes longer to answer the handshake of a WebSocket is not there; milliseconds. */
export const previewHandshakeMs = 30_000

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
export const endToEndHeaders = <Value>(headers: Readonly<Record<string, Value>>): Record<string, Value> => {
  const named = new Set(
    String(headers['connection'] ?? '')
      .split(',')
      .map((name) => name.trim().toLowerCase()),
  )
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !hopByHop.has(name) && !named.has(name)),
  )
}
