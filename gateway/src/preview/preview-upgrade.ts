import { request, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { previewHandshakeMs } from '@noops-dojo/contracts'
import type { ResolveHost } from '../probe/resolve-host.ts'
import { upstreamHeaders } from './forwarded-headers.ts'
import type { PreviewTarget } from './preview-target.ts'

const idleTimeoutMs = 600_000

const headerLines = (headers: IncomingMessage['rawHeaders']): string => {
  const lines: string[] = []
  for (let i = 0; i < headers.length; i += 2) lines.push(`${headers[i]}: ${headers[i + 1]}`)
  return lines.join('\r\n')
}

/** Carries a WebSocket of a preview: the handshake is sent anew to the app, then bytes flow both ways. */
export const proxyUpgrade = async (
  incoming: IncomingMessage,
  socket: Duplex,
  target: PreviewTarget,
  resolveHost: ResolveHost,
): Promise<void> => {
  socket.on('error', () => socket.destroy())
  const address = await resolveHost(target.host, 2000).catch(() => undefined)
  if (address === undefined) return void socket.end('HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\n\r\n')
  // The server may have left meanwhile; its socket tells that only once.
  if (socket.destroyed) return
  const outgoing = request({
    timeout: previewHandshakeMs,
    host: address,
    port: target.port,
    path: target.path,
    agent: false,
    headers: {
      ...upstreamHeaders(incoming.headers, `${target.host}:${target.port}`),
      connection: 'Upgrade',
      upgrade: 'websocket',
    },
  })
  socket.once('close', () => outgoing.destroy())
  outgoing.on('timeout', () => outgoing.destroy(new Error('no answer to the handshake')))
  outgoing.on('upgrade', (answer, upstream, head) => {
    upstream.on('error', () => socket.destroy())
    upstream.on('close', () => socket.destroy())
    socket.on('close', () => upstream.destroy())
    if (socket.destroyed) upstream.destroy()
    upstream.setTimeout(idleTimeoutMs, () => upstream.destroy())
    socket.write(`HTTP/1.1 101 Switching Protocols\r\n${headerLines(answer.rawHeaders)}\r\n\r\n`)
    if (head.length > 0) socket.write(head)
    upstream.pipe(socket).pipe(upstream)
  })
  outgoing.on('response', (answer) => {
    socket.end(`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}\r\nConnection: close\r\n\r\n`)
    answer.resume()
  })
  outgoing.on('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\n\r\n'))
  outgoing.end()
}
