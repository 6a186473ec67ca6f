import type { FileHandle } from 'node:fs/promises'
import type { Recording } from '../../domain/ports/index.ts'

/** A recording stops at this size; an hour of ordinary work is well below 1 MiB. */
export const recordingCapBytes = 16 * 1024 * 1024
/** Text that may wait for the disk; more is left out, so that a slow disk never costs memory. */
const queueCapBytes = 2 * 1024 * 1024
const gap = `${JSON.stringify([0, 'm', 'left out: the disk is slow'])}\n`
const full = `${JSON.stringify([0, 'm', 'the recording stops here: it is as large as it may get'])}\n`

/** Appends to one file, one write at a time. */
export class FileRecording implements Recording {
  readonly isNew: boolean
  readonly #file: FileHandle
  readonly #capBytes: number
  #size: number
  #queue = ''
  #isWriting: Promise<void> | undefined
  #isOver = false
  #hasGap = false

  constructor(file: FileHandle, size: number, capBytes = recordingCapBytes) {
    this.#file = file
    this.#size = size
    this.#capBytes = capBytes
    this.isNew = size === 0
    this.#isOver = size >= capBytes
  }

  get isFull(): boolean {
    return this.#isOver
  }

  append(text: string): void {
    if (this.#isOver || text === '') return
    if (this.#queue.length + text.length > queueCapBytes) {
      if (!this.#hasGap) this.#queue += gap
      this.#hasGap = true
      return
    }
    this.#hasGap = false
    this.#queue += text
    this.#isWriting ??= this.#drain()
  }

  async close(): Promise<void> {
    await this.#isWriting
    this.#isOver = true
    await this.#file.close().catch(() => undefined)
  }

  async #drain(): Promise<void> {
    // Leaves the caller’s turn first: the echo goes out before the recording is encoded.
    await new Promise((resolve) => setImmediate(resolve))
    try {
      while (this.#queue !== '' && !this.#isOver) await this.#writeQueue()
    } catch {
      this.#isOver = true
    }
    this.#queue = ''
    this.#isWriting = undefined
  }

  async #writeQueue(): Promise<void> {
    const bytes = Buffer.from(this.#queue, 'utf8')
    this.#queue = ''
    const isLast = this.#size + bytes.length > this.#capBytes
    const piece = isLast ? Buffer.from(full) : bytes
    await this.#file.write(piece, 0, piece.length, this.#size)
    this.#size += piece.length
    this.#isOver = isLast
  }
}
