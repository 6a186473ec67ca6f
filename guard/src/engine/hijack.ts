import { connect, type Socket } from 'node:net'
import { unavailable } from '../refusal.ts'
import { queryString, type Engine, type EngineRequest } from './engine.ts'

/** A connection that the engine turned into a raw stream, or its refusal. `rest` came after the head. */
export type Hijacked = {
  status: number
  contentType: string
  socket: Socket
  rest: Buffer
  headers: Map<string, string>
}

const maxHead = 16 * 1024

/**
 * Opens a stream (attach, exec start) on a connection of its own, used once. Whether the engine is asked with an
 * Upgrade header only changes its answer's head. Throws Refusal 503.
 */
export async function openHijack(
  engine: Engine,
  request: EngineRequest,
  hasUpgrade: boolean,
): Promise<Hijacked> {
  const prefix = await engine.prefix()
  const body = request.body === undefined ? '' : JSON.stringify(request.body)
  const head = [
    `${request.method} ${prefix}${request.path}${queryString(request.query)} HTTP/1.1`,
    'Host: docker',
    'User-Agent: noops-dojo-guard',
    ...(body ? ['Content-Type: application/json'] : []),
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...(hasUpgrade ? ['Connection: Upgrade', 'Upgrade: tcp'] : []),
  ]
  const socket = connect({ path: engine.socketPath, allowHalfOpen: true })
  socket.on('error', () => socket.destroy())
  socket.write(`${head.join('\r\n')}\r\n\r\n${body}`)
  return readHead(socket)
}

function readHead(socket: Socket): Promise<Hijacked> {
  return new Promise((resolve, reject) => {
    let bytes: Buffer = Buffer.alloc(0)
    const fail = () =>
      reject(unavailable('Cannot connect to the Docker daemon through the guard. Is the engine running?'))
    const onData = (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk])
      const end = bytes.indexOf('\r\n\r\n')
      if (end < 0 && bytes.length < maxHead) return
      socket.removeListener('data', onData)
      socket.removeListener('close', fail)
      socket.pause()
      if (end < 0) {
        socket.destroy()
        return fail()
      }
      resolve(parse(socket, bytes.toString('latin1', 0, end), bytes.subarray(end + 4)))
    }
    socket.on('data', onData)
    socket.on('close', fail)
  })
}

function parse(socket: Socket, head: string, rest: Buffer): Hijacked {
  const [start = '', ...lines] = head.split('\r\n')
  const headers = new Map(
    lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  )
  const status = Number(start.split(' ')[1] ?? 502)
  return {
    status,
    contentType: headers.get('content-type') ?? 'application/vnd.docker.raw-stream',
    socket,
    rest,
    headers,
  }
}

/** Reads the body of a refusal, which the engine always frames by length. */
export async function readRefusal({ socket, rest, headers }: Hijacked): Promise<string> {
  const length = Number(headers.get('content-length') ?? 0)
  const parts = [rest]
  let have = rest.length
  socket.resume()
  while (have < length) {
    const chunk = await new Promise<Buffer | null>((resolve) => {
      socket.once('data', resolve)
      socket.once('close', () => resolve(null))
    })
    if (!chunk) break
    parts.push(chunk)
    have += chunk.length
  }
  socket.destroy()
  return Buffer.concat(parts).toString('utf8')
}
