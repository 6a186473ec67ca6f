import type { LiveMessage, RoomMessage } from '@noops-dojo/contracts'
import type { WebSocket } from 'ws'
import { closeCodes } from '../domain/terminal/viewer.ts'

/** Above this, what can be left out is left out; above the second, the reader is dropped and may come again. */
const busyBytes = 1_048_576
const lostBytes = 8 * 1_048_576
/** WebSocket close codes of the live sockets: those of the terminal where they mean the same. */
export const liveCloseCodes = {
  notFound: 4404,
  tooSlow: closeCodes.tooSlow,
  failed: closeCodes.failed,
} as const

/** A socket that is only written to, in JSON text frames. */
export class JsonSocket {
  readonly #socket: WebSocket

  constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('error', () => socket.terminate())
    // Nothing is expected from the browser here; reading on keeps pongs and the close frame coming.
    socket.on('message', () => undefined)
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

  close(code: number, reason: string): void {
    this.#socket.close(code, reason)
  }

  onClose(listener: () => void): void {
    if (this.isOpen) this.#socket.once('close', listener)
    else listener()
  }
}
