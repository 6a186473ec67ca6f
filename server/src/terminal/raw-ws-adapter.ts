import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { INestApplicationContext } from '@nestjs/common'
import { AbstractWsAdapter } from '@nestjs/websockets'
import { type WebSocket, WebSocketServer } from 'ws'
import { readTarget, UpgradeGate } from './upgrade-gate.ts'

/** Largest message from a browser: a big paste. */
const maxPayload = 1_048_576

const refuse = (socket: Duplex, status: number, body: object): void => {
  const text = JSON.stringify(body)
  const head = [
    `HTTP/1.1 ${status} Refused`,
    'Connection: close',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(text)}`,
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`)
}

/**
 * Nest’s WebSocket adapter for raw sockets: Nest’s own parses every message as JSON and would decode the shell’s
 * bytes; here gateways get the plain `ws` socket in `handleConnection`. permessage-deflate is off (its buffers cost
 * memory per socket and a terminal’s latency). Upgrades outside `/ws/` are left to others (previews).
 */
export class RawWsAdapter extends AbstractWsAdapter {
  readonly #servers = new Map<string, WebSocketServer>()
  readonly #gate: UpgradeGate
  #onUpgrade: ((request: IncomingMessage, socket: Duplex, head: Buffer) => void) | undefined

  constructor(app: INestApplicationContext) {
    super(app)
    this.#gate = app.get(UpgradeGate)
  }

  create(_port: number, options: { path?: string } = {}): WebSocketServer {
    this.#listen()
    const server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload })
    this.#servers.set(options.path ?? '', server)
    return server
  }

  override bindClientDisconnect(client: WebSocket, callback: (...args: unknown[]) => void): void {
    client.once('close', callback)
  }

  bindMessageHandlers(): void {
    // Gateways listen to their sockets themselves.
  }

  override async close(server: WebSocketServer): Promise<void> {
    for (const client of server.clients) client.terminate()
    await new Promise((resolve) => server.close(resolve))
  }

  override async dispose(): Promise<void> {
    if (this.#onUpgrade) (this.httpServer as Server).off('upgrade', this.#onUpgrade)
    this.#onUpgrade = undefined
  }

  #listen(): void {
    if (this.#onUpgrade) return
    this.#onUpgrade = (request, socket, head) => {
      if (!request.url?.startsWith('/ws/')) return
      socket.on('error', () => socket.destroy())
      void this.#upgrade(request, socket, head)
    }
    ;(this.httpServer as Server).on('upgrade', this.#onUpgrade)
  }

  async #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const refusal = await this.#gate.check(request)
    const server = this.#servers.get(`/ws/${readTarget(request.url)?.purpose ?? ''}`)
    if (refusal || !server) {
      const { status = 404, code = 'NOT_FOUND', message = 'There is no such socket.' } = refusal ?? {}
      refuse(socket, status, { code, message })
      return
    }
    server.handleUpgrade(request, socket, head, (client) => server.emit('connection', client, request))
  }
}
