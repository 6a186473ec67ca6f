import type { IncomingMessage } from 'node:http'
import { ping, pulse } from '@noops-dojo/contracts'
import type { WebSocket } from 'ws'
import { boardOf, preparationOf } from './room.ts'
import { sandboxes } from './sandbox.ts'
import { freshEvents, samplesBetween } from './script.ts'

const each = (socket: WebSocket, ms: number, work: () => void): void => {
  work()
  const timer = setInterval(work, ms)
  socket.on('close', () => clearInterval(timer))
}
const json = (socket: WebSocket, value: unknown): void => socket.send(JSON.stringify(value))

const isPing = (data: Buffer, isBinary: boolean): boolean =>
  !isBinary && ping.safeParse(JSON.parse(data.toString())).success

/** Says at each beat, and when it is asked, that it is there. */
const keepAlive = (socket: WebSocket, isTerminal: boolean): void => {
  const say = () => json(socket, isTerminal ? { type: 'alive' } : { type: 'alive', now: Date.now() })
  const timer = setInterval(say, pulse.everyMs)
  socket.on('message', (data: Buffer, isBinary: boolean) => isPing(data, isBinary) && say())
  socket.on('close', () => clearInterval(timer))
}

const live = (socket: WebSocket, sandboxId: string): void => {
  const read = sandboxes[sandboxId]
  if (read === undefined) return socket.close(4404)
  each(socket, sandboxId === 'start00001' ? 250 : 1000, () =>
    json(socket, { type: 'sandbox', sandbox: read(), now: Date.now() }),
  )
  if (read().state !== 'ready' && read().state !== 'expiring') return
  let told = freshEvents.length
  each(socket, 200, () => {
    for (const event of freshEvents.slice(told)) json(socket, { type: 'event', event })
    told = freshEvents.length
  })
  let from = Date.now()
  each(socket, 100, () => {
    const to = Date.now() - 20
    const samples = samplesBetween(from, to)
    from = to
    if (samples.length > 0) json(socket, { type: 'samples', probe: 'shop', samples })
  })
}

const room = (socket: WebSocket, classroomId: string): void => {
  each(socket, 1000, () =>
    json(socket, {
      ...{ type: 'board', classroomId, rows: boardOf(classroomId) },
      ...{ preparation: preparationOf(), now: Date.now() },
    }),
  )
}

const prompt = '\x1b[32mlearner@workstation\x1b[0m:\x1b[34m~\x1b[0m$ '
const screen = [
  `${prompt}docker service ls\r\n`,
  'ID             NAME       MODE         REPLICAS   IMAGE          PORTS\r\n',
  'q1v0m2kz8d7a   shop_api   replicated   1/1        shop-api:1.0   \r\n',
  '8fj2n5yc1t0e   shop_web   replicated   2/2        shop-web:1.0   *:8080->8080/tcp\r\n',
  `${prompt}docker service ps shop_web\r\n`,
  'ID             NAME             IMAGE          NODE   DESIRED STATE   CURRENT STATE            ERROR\r\n',
  'x0d4p1m9w3ru   shop_web.1       shop-web:1.0   dojo   Running         Running 19 seconds ago   \r\n',
  'k7s2h8q4v6bn    \\_ shop_web.1   shop-web:1.0   dojo   Shutdown        \x1b[31mFailed\x1b[0m 21 seconds ago    "task: non-zero exit (137)"\r\n',
  'm3c9z5t1y8el   shop_web.2       shop-web:1.0   dojo   Running         Running 5 minutes ago    \r\n',
  prompt,
].join('')

/** A shell that shows a picture and echoes what is typed. */
const terminal = (socket: WebSocket): void => {
  const shown = Buffer.from(screen)
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (isBinary) return socket.send(data.toString() === '\r' ? Buffer.from(`\r\n${prompt}`) : data)
    const message = JSON.parse(data.toString()) as { type: string }
    if (message.type !== 'hello') return
    json(socket, { type: 'ready', epoch: 'mock', offset: 0, replay: shown.length, reset: true })
    socket.send(shown)
  })
}

export const serveSocket = (socket: WebSocket, request: IncomingMessage): void => {
  const url = new URL(request.url ?? '/', 'http://mock')
  const ticket = url.searchParams.get('ticket') ?? ''
  keepAlive(socket, url.pathname === '/ws/terminal')
  if (url.pathname === '/ws/live') live(socket, ticket)
  else if (url.pathname === '/ws/room') room(socket, ticket)
  else terminal(socket)
}
