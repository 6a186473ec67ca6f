import type { Duplex } from 'node:stream'
import type { Shell } from '../../../domain/ports/engine/sandbox-engine.ts'
import { Demultiplexer } from './demux.ts'
import { pushPackets, windowSizePacket } from './dtach-protocol.ts'
import { readInPlace } from './read-in-place.ts'

/** The hijacked stream of a relay as the port’s shell. Bytes pass as they are; back-pressure is the socket’s own. */
export class DockerShell implements Shell {
  readonly #stream: Duplex
  readonly #exit: Promise<number | null>
  #isOver = false

  /** `exitCode` is asked once the stream is over. */
  constructor(stream: Duplex, exitCode: () => Promise<number | null>) {
    this.#stream = stream
    this.#exit = new Promise((resolve) => {
      const over = (): void => {
        if (this.#isOver) return
        this.#isOver = true
        exitCode().then(resolve, () => resolve(null))
      }
      stream.once('end', over)
      stream.once('close', over)
      stream.on('error', over)
    })
  }

  onData(listener: (bytes: Uint8Array) => void): void {
    const demux = new Demultiplexer((_kind, bytes) => listener(bytes))
    readInPlace(this.#stream, (chunk) => demux.push(chunk))
  }

  onExit(listener: (code: number | null) => void): void {
    void this.#exit.then(listener)
  }

  write(bytes: Uint8Array): boolean {
    return this.#isOver || this.#stream.write(pushPackets(bytes))
  }

  onDrain(listener: () => void): void {
    this.#stream.on('drain', listener)
  }

  /** A shell that is just ending has no size any more: that is no error. */
  async resize(cols: number, rows: number): Promise<void> {
    if (!this.#isOver) this.#stream.write(windowSizePacket(cols, rows))
  }

  pause(): void {
    this.#stream.pause()
  }

  resume(): void {
    this.#stream.resume()
  }

  /** The relay in the container ends with its stdin; the held session lives on. */
  close(): void {
    this.#stream.destroy()
  }
}
