import type { Shell } from '../../domain/ports/index.ts'

/** A shell whose output a test writes and whose input, sizes and pauses it reads. */
export class FakeShell implements Shell {
  readonly written: Uint8Array[] = []
  readonly sizes: string[] = []
  isPaused = false
  isClosed = false
  /** Set to false to make `write` report a full pipe. */
  acceptsInput = true
  #onData: (bytes: Uint8Array) => void = () => undefined
  #onExit: (code: number | null) => void = () => undefined
  #onDrain: () => void = () => undefined

  onData(listener: (bytes: Uint8Array) => void): void {
    this.#onData = listener
  }

  onExit(listener: (code: number | null) => void): void {
    this.#onExit = listener
  }

  onDrain(listener: () => void): void {
    this.#onDrain = listener
  }

  write(bytes: Uint8Array): boolean {
    this.written.push(bytes)
    return this.acceptsInput
  }

  async resize(cols: number, rows: number): Promise<void> {
    this.sizes.push(`${cols}x${rows}`)
  }

  pause(): void {
    this.isPaused = true
  }

  resume(): void {
    this.isPaused = false
  }

  close(): void {
    this.isClosed = true
  }

  /** The program writes. */
  prints(output: string | Uint8Array): void {
    this.#onData(typeof output === 'string' ? new TextEncoder().encode(output) : output)
  }

  exits(code: number | null): void {
    this.#onExit(code)
  }

  drains(): void {
    this.#onDrain()
  }

  /** All input so far as text. */
  get input(): string {
    return this.written.map((bytes) => new TextDecoder().decode(bytes)).join('')
  }
}
