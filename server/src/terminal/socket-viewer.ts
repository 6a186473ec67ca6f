import { type Actor, type ToBrowser } from '@noops-dojo/contracts'
import type { WebSocket } from 'ws'
import type { Viewer } from '../domain/terminal/viewer.ts'
import { SendBuffer } from './send-buffer.ts'

/** What a socket that keeps up has on its way at a time; one that does not pays with memory of its own. */
const sendBytes = 262_144

let viewers = 0

/** A viewer behind a `ws` socket. */
export class SocketViewer implements Viewer {
  readonly id = `v${++viewers}`
  readonly actor: Actor
  readonly #socket: WebSocket
  readonly #unwritten = new SendBuffer(sendBytes)
  /** Called whenever the socket wrote a frame to the network. */
  onWritten: () => void = () => undefined

  constructor(socket: WebSocket, actor: Actor) {
    this.#socket = socket
    this.actor = actor
  }

  send(bytes: Uint8Array): void {
    if (this.#socket.readyState === this.#socket.OPEN)
      this.#socket.send(this.#unwritten.keep(bytes), { binary: true }, this.#written)
  }

  tell(message: ToBrowser): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(JSON.stringify(message))
  }

  unsentBytes(): number {
    return this.#socket.bufferedAmount
  }

  pauseInput(): void {
    this.#socket.pause()
  }

  resumeInput(): void {
    this.#socket.resume()
  }

  close(code: number, reason: string): void {
    // A paused socket would never read the other side’s close frame.
    this.#socket.resume()
    this.#socket.close(code, reason)
  }

  readonly #written = (): void => {
    this.#unwritten.release()
    this.onWritten()
  }
}
