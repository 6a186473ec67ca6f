import { type Actor, type ToBrowser } from '@noops-dojo/contracts'
import type { WebSocket } from 'ws'
import type { Viewer } from '../domain/terminal/viewer.ts'
import { SendBuffer } from './send-buffer.ts'

/** What a socket that keeps up has on its way at a time; one that does not pays with memory of its own. */
const sendBytes = 262_144

/** A page that asks whether we are there is not heard while its input waits: it is told without being asked. */
const aliveWhilePausedMs = 1_000

let viewers = 0

/** A viewer behind a `ws` socket. */
export class SocketViewer implements Viewer {
  readonly id = `v${++viewers}`
  readonly actor: Actor
  readonly #socket: WebSocket
  readonly #unwritten = new SendBuffer(sendBytes)
  /** Called whenever the socket wrote a frame to the network. */
  onWritten: () => void = () => undefined
  #pausedBeat: NodeJS.Timeout | undefined

  constructor(socket: WebSocket, actor: Actor) {
    this.#socket = socket
    this.actor = actor
    socket.once('close', () => clearInterval(this.#pausedBeat))
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
    if (this.#socket.readyState !== this.#socket.OPEN) return
    this.#pausedBeat ??= setInterval(() => this.tell({ type: 'alive' }), aliveWhilePausedMs).unref()
  }

  resumeInput(): void {
    clearInterval(this.#pausedBeat)
    this.#pausedBeat = undefined
    this.#socket.resume()
  }

  close(code: number, reason: string): void {
    // A paused socket would never read the other side’s close frame.
    this.resumeInput()
    this.#socket.close(code, reason)
  }

  readonly #written = (): void => {
    this.#unwritten.release()
    this.onWritten()
  }
}
