import { request, type IncomingMessage, type Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { previewHandshakeMs } from '@noops-dojo/contracts'
import { PreviewProxy, type PreviewRoute } from './preview-proxy.ts'

const upgradeHeaders = [
  'sec-websocket-key',
  'sec-websocket-version',
  'sec-websocket-protocol',
  'sec-websocket-extensions',
]

const head = (message: IncomingMessage): string => {
  const lines = [`HTTP/1.1 ${message.statusCode} ${message.statusMessage}`]
  const { rawHeaders } = message
  for (let i = 0; i < rawHeaders.length; i += 2)
    if (rawHeaders[i]?.toLowerCase() !== 'set-cookie') lines.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`)
  return `${lines.join('\r\n')}\r\n\r\n`
}

const refuse = (socket: Duplex, status: string): void => {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

/** Calls `then` when the browser ends its side before there is anybody to read from it; gives what ends the watch. */
const whenLeft = (socket: Duplex, then: () => void): (() => void) => {
  // Nothing is taken out: what it sent early waits for the app. Only a read tells that there is nothing any more.
  const look = () => socket.readableLength === 0 && socket.read()
  socket.on('readable', look).on('end', then)
  return () => socket.off('readable', look).off('end', then)
}

const join = (route: PreviewRoute, incoming: IncomingMessage, socket: Duplex, early: Buffer): void => {
  // The browser may have left while the route was looked up; its socket tells that only once.
  if (socket.destroyed) return
  const kept = upgradeHeaders.filter((name) => incoming.headers[name] !== undefined)
  const headers = Object.fromEntries(kept.map((name) => [name, incoming.headers[name]]))
  const outgoing = request({
    ...route.upstream,
    headers: { ...headers, connection: 'Upgrade', upgrade: 'websocket', authorization: route.authorization },
    agent: false,
    timeout: previewHandshakeMs,
  })
  const stopWatch = whenLeft(socket, () => outgoing.destroy())
  socket.once('close', () => outgoing.destroy())
  outgoing.once('timeout', () => outgoing.destroy(new Error('no answer to the handshake')))
  outgoing.once('upgrade', (message, upstream: Socket, rest: Buffer) => {
    stopWatch()
    upstream.setTimeout(0)
    socket.write(head(message))
    socket.write(rest)
    upstream.write(early)
    upstream.on('error', () => socket.destroy()).on('close', () => socket.destroy())
    socket.on('close', () => upstream.destroy())
    if (socket.destroyed) upstream.destroy()
    upstream.pipe(socket).pipe(upstream)
  })
  outgoing.once('response', () => refuse(socket, '502 Bad Gateway'))
  outgoing.once('error', () => refuse(socket, '502 Bad Gateway'))
  outgoing.end()
}

/** Node 24.9 and later decide by this whether a request is an upgrade; its types do not have it as a property. */
type UpgradingServer = Server & { shouldUpgradeCallback?: (request: IncomingMessage) => boolean }

/** Lets WebSockets of previewed apps through; upgrades that nobody here serves are refused instead of left hanging. */
export const forwardPreviewUpgrades = (server: UpgradingServer, proxy: PreviewProxy): void => {
  // An offer that the server does not take (h2c of curl) is ignored, and the request answered: RFC 9110 §7.8.
  server.shouldUpgradeCallback = ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket'
  server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, early: Buffer) => {
    const url = incoming.url ?? ''
    if (url.startsWith('/ws/')) return
    socket.on('error', () => socket.destroy())
    if (!url.startsWith('/preview/')) return refuse(socket, '404 Not Found')
    proxy.route(url).then(
      (route) => join(route, incoming, socket, early),
      () => refuse(socket, '404 Not Found'),
    )
  })
}
