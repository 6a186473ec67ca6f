import type { Duplex } from 'node:stream'
import type { Exec } from 'dockerode'
import type { Shell } from '../../../domain/ports/engine/sandbox-engine.ts'

/** A hijacked exec stream as the port’s shell. Bytes pass as they are; back-pressure is the socket’s own. */
export class DockerShell implements Shell {
  readonly #stream: Duplex
  readonly #exec: Exec
  readonly #release: () => void
  #exit: Promise<number | null>
  #isOver = false

  /**
   * `exitCode` is asked once the stream is over; `release` ends the attaching process in the container, which the
   * engine leaves behind when a connection closes.
   */
  constructor(stream: Duplex, exec: Exec, exitCode: () => Promise<number | null>, release: () => void) {
    this.#stream = stream
    this.#exec = exec
    this.#release = release
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
    this.#stream.on('data', listener)
  }

  onExit(listener: (code: number | null) => void): void {
    void this.#exit.then(listener)
  }

  write(bytes: Uint8Array): boolean {
    return this.#isOver || this.#stream.write(bytes)
  }

  onDrain(listener: () => void): void {
    this.#stream.on('drain', listener)
  }

  /** A shell that is just ending has no size any more: that is no error. */
  async resize(cols: number, rows: number): Promise<void> {
    if (this.#isOver) return
    await this.#exec.resize({ h: rows, w: cols }).catch(() => undefined)
  }

  pause(): void {
    this.#stream.pause()
  }

  resume(): void {
    this.#stream.resume()
  }

  close(): void {
    if (!this.#isOver) this.#release()
    this.#stream.destroy()
  }
}
