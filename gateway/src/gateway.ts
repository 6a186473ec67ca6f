import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { steadyClock, type Clock } from './clock.ts'
import { isAuthorized, type Scheme } from './control/authorize.ts'
import { serveControl } from './control/control-session.ts'
import { proxyPreview } from './preview/preview-proxy.ts'
import { previewTarget } from './preview/preview-target.ts'
import { proxyUpgrade } from './preview/preview-upgrade.ts'
import { ProbeBoard } from './probe/probe-board.ts'
import { resolveByDns, type ResolveHost } from './probe/resolve-host.ts'

export interface GatewayOptions {
  readonly token: string
  readonly bind: string
  readonly port: number
  readonly resolveHost?: ResolveHost
  readonly clock?: Clock
}

export interface RunningGateway {
  readonly address: string
  readonly port: number
  close(): Promise<void>
}

const answerPlain = (response: ServerResponse, status: number, text: string): void => {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text)
}

/** Starts probes, control channel and previews on one address; everything but /healthz wants the token. */
export const startGateway = async (options: GatewayOptions): Promise<RunningGateway> => {
  const resolveHost = options.resolveHost ?? resolveByDns()
  const board = new ProbeBoard(options.clock ?? steadyClock(), resolveHost)
  const isAllowed = ({ headers }: IncomingMessage, scheme: Scheme) =>
    isAuthorized(headers.authorization, scheme, options.token)

  const server = createServer((incoming, response) => {
    const url = incoming.url ?? '/'
    if (url === '/healthz') return answerPlain(response, 200, 'ok')
    if (!isAllowed(incoming, 'Preview')) return answerPlain(response, 401, 'the token is missing or wrong')
    const target = previewTarget(url)
    if (!target) return answerPlain(response, 404, 'no such path')
    void proxyPreview(incoming, response, target, resolveHost)
  })
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 1024 * 1024 })
  server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    const isControl = incoming.url === '/control'
    if (!isAllowed(incoming, isControl ? 'Bearer' : 'Preview'))
      return void socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n')
    if (isControl)
      return sockets.handleUpgrade(incoming, socket, head, (client) => serveControl(client, board))
    const target = previewTarget(incoming.url ?? '/')
    if (!target) return void socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n')
    void proxyUpgrade(incoming, socket, target, resolveHost)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: options.bind, port: options.port }, resolve)
  })
  const { address, port } = server.address() as AddressInfo
  const close = async () => {
    board.stop()
    for (const client of sockets.clients) client.terminate()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return { address, port, close }
}
