const lineFeed = 0x0a

/**
 * The newest bytes of a stream, addressed by absolute offsets: the first byte the shell ever wrote is 0.
 * Memory is fixed at construction; older bytes are overwritten.
 */
export class ReplayBuffer {
  readonly #ring: Uint8Array
  #end = 0

  /** `capacity`: bytes that are kept. */
  constructor(capacity: number) {
    this.#ring = new Uint8Array(capacity)
  }

  /** Offset of the oldest byte that is still here. */
  get start(): number {
    return Math.max(0, this.#end - this.#ring.length)
  }

  /** Offset of the next byte to come. */
  get end(): number {
    return this.#end
  }

  append(bytes: Uint8Array): void {
    const size = this.#ring.length
    const kept = bytes.length > size ? bytes.subarray(bytes.length - size) : bytes
    const at = (this.#end + bytes.length - kept.length) % size
    const head = Math.min(kept.length, size - at)
    this.#ring.set(kept.subarray(0, head), at)
    this.#ring.set(kept.subarray(head), 0)
    this.#end += bytes.length
  }

  has(offset: number): boolean {
    return offset >= this.start && offset <= this.#end
  }

  /** Gives a copy of the bytes from `offset` to the end; throws RangeError when they are gone or not there yet. */
  read(offset: number): Uint8Array {
    if (!this.has(offset)) throw new RangeError(`offset ${offset} is not in ${this.start}–${this.#end}`)
    const size = this.#ring.length
    const bytes = new Uint8Array(this.#end - offset)
    const at = offset % size
    const head = Math.min(bytes.length, size - at)
    bytes.set(this.#ring.subarray(at, at + head))
    bytes.set(this.#ring.subarray(0, bytes.length - head), head)
    return bytes
  }

  /**
   * Offset at which a replay may begin without cutting a line: the start when nothing was lost, else the byte after
   * the first line feed, else the first byte that is not the middle of a UTF-8 character.
   */
  get replayStart(): number {
    if (this.start === 0) return 0
    const bytes = this.read(this.start)
    const line = bytes.indexOf(lineFeed)
    if (line >= 0) return this.start + line + 1
    const character = bytes.findIndex((byte) => (byte & 0xc0) !== 0x80)
    return this.start + Math.max(0, character)
  }
}
