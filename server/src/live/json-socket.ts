import { ping, type LiveMessage, type RoomMessage } from '@noops-dojo/contracts'
import type { RawData, WebSocket } from 'ws'
import { closeCodes } from '../domain/terminal/viewer.ts'
import { keepAlive } from '../terminal/heartbeat.ts'

/** Above this, what can be left out is left out; above the second, the reader is dropped and may come again. */
const busyBytes = 1_048_576
const lostBytes = 8 * 1_048_576
/** WebSocket close codes of the live sockets: those of the terminal where they mean the same. */
export const liveCloseCodes = {
  notFound: 4404,
  tooSlow: closeCodes.tooSlow,
  failed: closeCodes.failed,
} as const

/** A ping is shorter than this, and nothing else is expected from a browser here. */
const longestPing = 64

const isPing = (data: RawData): boolean => {
  const text = data instanceof Buffer && data.length <= longestPing ? data.toString() : ''
  try {
    return ping.safeParse(JSON.parse(text)).success
  } catch {
    return false
  }
}

/** A socket that is written to, in JSON text frames; all that it hears is whether somebody asks if it is alive. */
export class JsonSocket {
  readonly #socket: WebSocket
  readonly #now: () => number

  /** `now`: the server's clock, epoch ms. */
  constructor(socket: WebSocket, now: () => number) {
    this.#socket = socket
    this.#now = now
    socket.on('error', () => socket.terminate())
    socket.on('message', (data) => isPing(data) && this.sayAlive())
    keepAlive(socket, () => this.sayAlive())
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN
  }

  /** True: the reader is behind, samples may be left out. */
  get isBusy(): boolean {
    return this.#socket.bufferedAmount > busyBytes
  }

  send(message: LiveMessage | RoomMessage): void {
    if (!this.isOpen) return
    if (this.#socket.bufferedAmount > lostBytes) this.#socket.close(liveCloseCodes.tooSlow, 'too slow')
    else this.#socket.send(JSON.stringify(message))
  }

  /** Says that the server is there, and what its clock shows. */
  sayAlive(): void {
    this.send({ type: 'alive', now: this.#now() })
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason)
  }

  onClose(listener: () => void): void {
    if (this.isOpen) this.#socket.once('close', listener)
    else listener()
  }
}
