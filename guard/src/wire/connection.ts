import type { Socket } from 'node:net'
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises'
import { admit, admitRate, Dispatch, type Listener, type Matched } from '../dispatch.ts'
import { openHijack } from '../engine/hijack.ts'
import type { Spool } from '../events/spool.ts'
import type { Watch } from '../observe.ts'
import { malformed, Refusal } from '../refusal.ts'
import { usualJsonBytes } from '../parse/json.ts'
import { failure } from '../routes/answers.ts'
import type { Reply } from '../routes/route.ts'
import { collectBody, readBody } from './body.ts'
import { Deadline } from './deadline.ts'
import { framingOf, maxHeadBytes, parseHead, type Framing, type Head } from './head.ts'
import { hijackHead, writeReply, writeStream, type Frame } from './reply.ts'
import { SocketReader } from './reader.ts'
import { splice } from './splice.ts'
import { parseTarget } from './target.ts'

const headTimeoutMs = 15_000
const bodyTimeoutMs = 30_000
const idleTimeoutMs = 10 * 60_000
const maxArchiveBytes = 512 * 1024 * 1024
/** How long a connection waits for its next turn when its sandbox asked too often: else refusing would be all we do. */
const floodPauseMs = 100

/** What a connection needs to be served. */
export type Service = { listener: Listener; spool: Spool; watch: Watch }

/** Serves one client: requests one after the other, each judged alone, until it ends or is refused unread. */
export async function serve(socket: Socket, service: Service): Promise<void> {
  const reader = new SocketReader(socket)
  socket.setNoDelay(true)
  try {
    // All sandboxes share this process: whoever sends request upon request lets the others in between.
    while (await serveOne(socket, reader, service)) await turn()
  } catch {
    socket.destroy()
  }
  if (!socket.destroyed) socket.end()
}

/** Serves one request. False when the connection is over. */
async function serveOne(socket: Socket, reader: SocketReader, service: Service): Promise<boolean> {
  const head = await nextHead(socket, reader)
  if (!head) return false
  const frame: Frame = { minor: 41, isHead: false, keepAlive: false }
  const started = performance.now()
  if (!(head instanceof Refusal)) frame.isHead = head.method === 'HEAD'
  const exchange = new Exchange(socket, reader, service, frame)
  try {
    if (head instanceof Refusal) throw head
    return await exchange.answer(head)
  } catch (error) {
    // Our own abort: the client ended its side while it was served.
    if (socket.destroyed || (error as Error).name === 'AbortError') return false
    const refusal = error instanceof Refusal ? error : null
    if (!refusal && !exchange.hasStarted) service.watch.failed(error)
    if (exchange.hasStarted) return false
    frame.keepAlive = exchange.isBodyRead
    const status = refusal?.status ?? 500
    service.watch.refused(status, exchange.pattern)
    const body = { message: refusal?.message ?? 'the guard failed; nothing was changed' }
    await writeReply(socket, { kind: 'json', status, body }, frame)
    if (frame.keepAlive && status === 429) await sleep(floodPauseMs)
    return frame.keepAlive && !socket.destroyed
  } finally {
    exchange.leave()
    service.watch.served(exchange.pattern, performance.now() - started)
  }
}

async function nextHead(socket: Socket, reader: SocketReader): Promise<Head | Refusal | null> {
  const timer = new Deadline(socket, idleTimeoutMs)
  try {
    let isBegun = false
    for (;;) {
      const end = reader.pending.indexOf('\r\n\r\n')
      if (end > maxHeadBytes || (end < 0 && reader.pending.length > maxHeadBytes))
        return new Refusal(431, 'the request head is larger than 16 KiB')
      if (end >= 0) return parseHead(reader.take(end + 4).subarray(0, end))
      if (!isBegun && reader.pending.length > 0) {
        isBegun = true
        timer.restart(headTimeoutMs)
      }
      if (!(await reader.more(reader.pending.length))) return null
    }
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  } finally {
    timer.stop()
  }
}

const sideOf = ({ isJudge }: Listener) => (isJudge ? 'judge' : 'learner')

/** One request and its answer. */
class Exchange {
  private readonly socket: Socket
  private readonly reader: SocketReader
  private readonly service: Service
  private readonly frame: Frame
  private leaveStream: (() => void) | null = null
  private leaveRequest: (() => void) | null = null
  isBodyRead = false
  hasStarted = false
  pattern = 'unknown'

  constructor(socket: Socket, reader: SocketReader, service: Service, frame: Frame) {
    this.socket = socket
    this.reader = reader
    this.service = service
    this.frame = frame
  }

  leave(): void {
    this.leaveStream?.()
    this.leaveRequest?.()
    this.reader.onEnd = null
  }

  async answer(head: Head): Promise<boolean> {
    const { listener, spool } = this.service
    const framing = framingOf(head)
    this.isBodyRead = framing.kind === 'none'
    const { minor } = await listener.sandbox.engine.version()
    this.frame.minor = minor
    admitRate(listener)
    this.leaveRequest = listener.sandbox.underWay[sideOf(listener)].enter()
    const target = parseTarget(head.target, minor)
    const matched = admit(listener, head, target, framing)
    this.pattern = `${matched.route.method} ${matched.route.pattern}`
    const body = await this.body(matched, framing)
    if (matched.route.stream) this.leaveStream = listener.sandbox.streams[sideOf(listener)].enter()
    const hasUpgrade = head.headers.has('upgrade')
    const dispatch = new Dispatch(
      listener,
      spool,
      matched,
      target,
      body,
      this.abortSignal(matched),
      hasUpgrade,
    )
    const reply = await dispatch.run()
    return this.write(reply, dispatch, head)
  }

  private async body(matched: Matched, framing: Framing): Promise<Buffer | AsyncIterable<Buffer>> {
    if (matched.route.body === 'tar') return this.archive(framing)
    const timer = new Deadline(this.socket, bodyTimeoutMs)
    try {
      const body = await collectBody(this.reader, framing, matched.route.maxBytes ?? usualJsonBytes)
      this.isBodyRead = true
      // Whoever sends bytes behind a hijack request before its answer wants them taken for a second request.
      if (matched.route.hijack && this.reader.pending.length > 0) throw this.smuggled()
      return body
    } finally {
      timer.stop()
    }
  }

  /** An archive may take as long as it comes; a fence ends it, and so does a client that sends nothing more. */
  private async *archive(framing: Framing): AsyncGenerator<Buffer> {
    const { uploads } = this.service.listener.sandbox
    const timer = new Deadline(this.socket, bodyTimeoutMs)
    uploads.add(this.socket)
    try {
      for await (const part of readBody(this.reader, framing, maxArchiveBytes)) {
        // While the engine takes it, nobody waits for the client.
        timer.stop()
        yield part
        timer.restart(bodyTimeoutMs)
      }
    } finally {
      timer.stop()
      uploads.delete(this.socket)
    }
  }

  private smuggled(): Refusal {
    this.isBodyRead = false
    return malformed('bytes follow the request before the connection is a stream')
  }

  /** A client that goes away ends what it was reading; what it changed runs to its end and is recorded. */
  private abortSignal({ route }: Matched): AbortSignal {
    const controller = new AbortController()
    if (route.stream && !route.action) {
      if (this.reader.hasEnded) controller.abort()
      else this.reader.onEnd = () => controller.abort()
    }
    return controller.signal
  }

  private async write(reply: Reply, dispatch: Dispatch, head: Head): Promise<boolean> {
    if (reply.kind === 'hijack') return this.hijack(reply, dispatch)
    this.frame.keepAlive = this.isBodyRead && (head.headers.get('connection') ?? '').toLowerCase() !== 'close'
    this.hasStarted = true
    if (reply.kind !== 'stream') await writeReply(this.socket, reply, this.frame)
    else await writeStream(this.socket, reply, this.frame)
    return this.frame.keepAlive && !this.socket.destroyed
  }

  private async hijack(reply: Extract<Reply, { kind: 'hijack' }>, dispatch: Dispatch): Promise<boolean> {
    const { engine } = this.service.listener.sandbox
    const upstream = await dispatch.mutate(() => openHijack(engine, reply.request, dispatch.call.hasUpgrade))
    if (upstream.status !== 101 && upstream.status !== 200) {
      const reply = failure(dispatch.call, upstream.status, await upstream.refusal())
      this.hasStarted = true
      await writeReply(this.socket, reply, { ...this.frame, keepAlive: false })
      return false
    }
    this.hasStarted = true
    this.socket.write(hijackHead(upstream.status, upstream.contentType), 'latin1')
    this.reader.release()
    await splice(this.socket, upstream)
    return false
  }
}
