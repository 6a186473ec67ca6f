/** Bytes and times that bound what a terminal may have on its way to its readers. */
export interface FlowLimits {
  readonly highWatermarkBytes: number
  readonly lowWatermarkBytes: number
  /** How long one reader may hold the shell back while another keeps up. */
  readonly stallMs: number
}

interface Reader {
  acked: number
  unsent: number
  /** Since when it is over the high watermark and has not come below the low one again. */
  behindSince: number | null
}

/**
 * Flow control by byte credits for one shell with any number of readers; it knows neither sockets nor time.
 * A reader owes the bytes it has not acknowledged, or those its socket could not write, whichever are more: a
 * browser that acknowledges what it never read is held back all the same.
 */
export class Pump {
  readonly #limits: FlowLimits
  readonly #readers = new Map<string, Reader>()
  #end: number
  #isPaused = false

  constructor(limits: FlowLimits, end = 0) {
    this.#limits = limits
    this.#end = end
  }

  get isPaused(): boolean {
    return this.#isPaused
  }

  /** `offset`: absolute offset of the first byte that the reader is sent. */
  join(id: string, offset: number): void {
    this.#readers.set(id, { acked: offset, unsent: 0, behindSince: null })
  }

  leave(id: string): void {
    this.#readers.delete(id)
  }

  /** The shell wrote so many bytes more. */
  advance(bytes: number): void {
    this.#end += bytes
  }

  /** Gives false for an acknowledgement of bytes that were never sent. An older one than before changes nothing. */
  ack(id: string, offset: number): boolean {
    const reader = this.#readers.get(id)
    if (!reader || offset > this.#end) return false
    reader.acked = Math.max(reader.acked, offset)
    return true
  }

  /** What the reader’s socket holds and could not write yet. */
  setUnsent(id: string, bytes: number): void {
    const reader = this.#readers.get(id)
    if (reader) reader.unsent = bytes
  }

  /**
   * Weighs all readers at `now` (epoch ms) and says what the shell’s output is to do; undefined: go on as it is.
   * Paused above the high watermark of any reader, resumed when all are below the low one.
   */
  update(now: number): 'pause' | 'resume' | undefined {
    for (const reader of this.#readers.values()) {
      const owed = Math.max(this.#end - reader.acked, reader.unsent)
      if (owed > this.#limits.highWatermarkBytes) reader.behindSince ??= now
      else if (owed < this.#limits.lowWatermarkBytes) reader.behindSince = null
    }
    const isBehind = this.#behind().length > 0
    if (isBehind === this.#isPaused) return undefined
    this.#isPaused = isBehind
    return isBehind ? 'pause' : 'resume'
  }

  /** Readers that have held the shell back for too long while another one keeps up. */
  stalled(now: number): string[] {
    const behind = this.#behind()
    if (behind.length === this.#readers.size) return []
    return behind
      .filter(([, { behindSince }]) => now - (behindSince as number) >= this.#limits.stallMs)
      .map(([id]) => id)
  }

  #behind(): [string, Reader][] {
    return [...this.#readers].filter(([, { behindSince }]) => behindSince !== null)
  }
}
