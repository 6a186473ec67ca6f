import { connect, type Socket } from 'node:net'
import { unavailable } from '../refusal.ts'
import { ReadModeration } from './read-moderation.ts'
import { queryString, type Engine, type EngineRequest } from './engine.ts'

const maxHead = 16 * 1024
/** One read takes what the kernel holds of a unix socket (about 208 KiB): fewer wake-ups a byte. */
const readBytes = 256 * 1024
/** One for all streams: it is the process that rests. */
const moderation = new ReadModeration()

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
  const hijacked = new Hijacked(engine.socketPath)
  hijacked.socket.write(`${head.join('\r\n')}\r\n\r\n${body}`)
  await hijacked.opened
  return hijacked
}

/**
 * A connection that the engine turned into a raw stream, or its refusal. Bytes are read into one buffer that is used
 * again as soon as they are written: a stream of any length allocates nothing.
 */
export class Hijacked {
  readonly socket: Socket
  readonly opened: Promise<void>
  status = 502
  contentType = 'application/vnd.docker.raw-stream'
  private headers = new Map<string, string>()
  private early: Buffer = Buffer.alloc(0)
  private sink: ((bytes: Buffer) => boolean) | null = null

  constructor(socketPath: string) {
    let onBytes: (bytes: Buffer) => boolean = () => true
    // With `onread` the bytes never enter the stream's own queue; the type knows no allowHalfOpen beside it.
    const buffer = Buffer.allocUnsafeSlow(readBytes)
    const onread = {
      buffer,
      callback: (count: number): boolean => {
        const goesOn = onBytes(buffer.subarray(0, count))
        if (goesOn) moderation.afterRead(count, performance.now())
        return goesOn
      },
    }
    this.socket = connect({ path: socketPath, allowHalfOpen: true, onread })
    this.opened = new Promise((resolve, reject) => {
      const fail = () =>
        reject(unavailable('Cannot connect to the Docker daemon through the guard. Is the engine running?'))
      this.socket.on('error', () => this.socket.destroy())
      this.socket.on('close', fail)
      onBytes = (bytes) => {
        if (this.sink) return this.sink(bytes)
        this.early = Buffer.concat([this.early, bytes])
        if (this.takeHead()) resolve()
        else if (this.early.length > maxHead) this.socket.destroy()
        return true
      }
    })
  }

  /** Gives all bytes after the head to `sink`, which answers whether reading may go on (else `socket.resume()` later). */
  readInto(sink: (bytes: Buffer) => boolean): void {
    const early = this.early
    this.early = Buffer.alloc(0)
    this.sink = sink
    if (early.length > 0 && !sink(early)) this.socket.pause()
  }

  /** Reads the body of a refusal, which the engine always frames by length. */
  async refusal(): Promise<string> {
    const length = Number(this.headers.get('content-length') ?? 0)
    const parts: Buffer[] = []
    let have = 0
    await new Promise<void>((resolve) => {
      this.socket.on('close', () => resolve())
      if (length === 0) return resolve()
      this.readInto((bytes) => {
        parts.push(Buffer.from(bytes))
        have += bytes.length
        if (have >= length) resolve()
        return true
      })
    })
    this.socket.destroy()
    return Buffer.concat(parts).toString('utf8')
  }

  private takeHead(): boolean {
    if (this.headers.size > 0 || this.status !== 502) return false
    const end = this.early.indexOf('\r\n\r\n')
    if (end < 0) return false
    const [start = '', ...lines] = this.early.toString('latin1', 0, end).split('\r\n')
    const split = (line: string) => line.indexOf(':')
    this.headers = new Map(
      lines.map((line) => [line.slice(0, split(line)).toLowerCase(), line.slice(split(line) + 1).trim()]),
    )
    this.status = Number(start.split(' ')[1] ?? 502)
    this.contentType = this.headers.get('content-type') ?? this.contentType
    this.early = Buffer.from(this.early.subarray(end + 4))
    return true
  }
}
