import type { TerminalSize } from '@noops-dojo/contracts'

/** The marker where a server goes on with the recording of the one before. */
export const attachedAgain = 'attached again'

/**
 * Writes asciicast v3 lines (https://docs.asciinema.org/manual/asciicast/v3/): a header, then `[interval, code, data]`
 * with the interval in seconds since the event before. Input is never recorded. Only here are the shell’s bytes
 * decoded; a character cut in two by a chunk’s edge waits for its other half.
 */
export class Asciicast {
  readonly #decoder = new TextDecoder('utf-8')
  #lastAt: number

  /** `startedAt`: epoch ms of the first event’s reference. */
  constructor(startedAt: number) {
    this.#lastAt = startedAt
  }

  header(size: TerminalSize, title: string): string {
    const timestamp = Math.floor(this.#lastAt / 1000)
    const term = { cols: size.cols, rows: size.rows, type: 'xterm-256color' }
    return `${JSON.stringify({ version: 3, term, timestamp, title })}\n`
  }

  /** Gives a line, or no text while a character is incomplete. */
  output(bytes: Uint8Array, at: number): string {
    const text = this.#decoder.decode(bytes, { stream: true })
    return text === '' ? '' : this.#line('o', text, at)
  }

  resize({ cols, rows }: TerminalSize, at: number): string {
    return this.#line('r', `${cols}x${rows}`, at)
  }

  marker(text: string, at: number): string {
    return this.#line('m', text, at)
  }

  exit(code: number | null, at: number): string {
    return code === null ? '' : this.#line('x', String(code), at)
  }

  #line(code: string, data: string, at: number): string {
    const interval = Math.max(0, at - this.#lastAt) / 1000
    this.#lastAt = Math.max(at, this.#lastAt)
    return `${JSON.stringify([interval, code, data])}\n`
  }
}
