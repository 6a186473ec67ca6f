import type { Socket } from 'node:net'
import type { Reply } from '../routes/route.ts'
import { Deadline } from './deadline.ts'

const reasons: Record<number, string> = {
  200: 'OK',
  201: 'Created',
  204: 'No Content',
  304: 'Not Modified',
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  408: 'Request Timeout',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  417: 'Expectation Failed',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

/** How answers of one connection are written. */
export type Frame = { minor: number; isHead: boolean; keepAlive: boolean }

function head(status: number, headers: Record<string, string>, { minor, keepAlive }: Frame): string {
  const all: Record<string, string> = {
    'Api-Version': `1.${minor}`,
    'Docker-Experimental': 'false',
    Ostype: 'linux',
    Server: 'Docker/NoOps-Dojo (linux)',
    ...headers,
    ...(keepAlive ? {} : { Connection: 'close' }),
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  return `HTTP/1.1 ${status} ${reasons[status] ?? 'Status'}\r\n${lines.join('\r\n')}\r\n\r\n`
}

/** An answer that a client does not read is kept so long. */
const unreadTimeoutMs = 30_000

/** Writes a whole answer and waits until the client took it: answers that nobody reads must not pile up here. */
export async function writeReply(
  socket: Socket,
  reply: Extract<Reply, { kind: 'json' | 'bytes' }>,
  frame: Frame,
): Promise<void> {
  const body = reply.kind === 'json' ? Buffer.from(`${JSON.stringify(reply.body)}\n`) : reply.body
  const headers = reply.kind === 'json' ? { 'Content-Type': 'application/json' } : reply.headers
  const hasBody = reply.status !== 204 && reply.status !== 304
  const length: Record<string, string> = hasBody ? { 'Content-Length': String(body.length) } : {}
  const start = Buffer.from(head(reply.status, { ...headers, ...length }, frame), 'latin1')
  socket.write(frame.isHead || !hasBody ? start : Buffer.concat([start, body]))
  if (!socket.writableNeedDrain) return
  const timer = new Deadline(socket, unreadTimeoutMs)
  await drained(socket)
  timer.stop()
}

/** Writes a stream in chunks, as fast as the client reads and no faster. */
export async function writeStream(
  socket: Socket,
  reply: Extract<Reply, { kind: 'stream' }>,
  frame: Frame,
): Promise<void> {
  socket.write(head(reply.status, { ...reply.headers, 'Transfer-Encoding': 'chunked' }, frame), 'latin1')
  for await (const chunk of reply.source) {
    if (chunk.length === 0) continue
    socket.cork()
    socket.write(`${chunk.length.toString(16)}\r\n`, 'latin1')
    socket.write(chunk)
    const isFlushed = socket.write('\r\n', 'latin1')
    socket.uncork()
    if (!isFlushed) await drained(socket)
    if (socket.destroyed) return
  }
  socket.write('0\r\n\r\n', 'latin1')
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      socket.removeListener('drain', done)
      socket.removeListener('close', done)
      resolve()
    }
    socket.on('drain', done)
    socket.on('close', done)
  })
}

/** Head of a hijacked connection, in the form the client asked for. */
export function hijackHead(status: number, contentType: string): string {
  const known = /^application\/vnd\.docker\.(raw|multiplexed)-stream$/.test(contentType)
    ? contentType
    : 'application/vnd.docker.raw-stream'
  return status === 101
    ? `HTTP/1.1 101 UPGRADED\r\nContent-Type: ${known}\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n`
    : `HTTP/1.1 200 OK\r\nContent-Type: ${known}\r\n\r\n`
}
