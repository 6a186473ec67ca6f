const headerBytes = 8

/**
 * Splits the engine’s multiplexed stream of an exec without a terminal: frames of [kind, 0, 0, 0, size as uint32 BE]
 * and the bytes; kind 2 is stderr (Docker Engine API, "Attach to a container: stream format"). Frames may be cut
 * anywhere.
 */
export class Demultiplexer {
  readonly #onBytes: (kind: 'stdout' | 'stderr', bytes: Buffer) => void
  #header: Buffer = Buffer.alloc(0)
  #kind: 'stdout' | 'stderr' = 'stdout'
  #left = 0

  constructor(onBytes: (kind: 'stdout' | 'stderr', bytes: Buffer) => void) {
    this.#onBytes = onBytes
  }

  push(chunk: Buffer): void {
    let rest = chunk
    while (rest.length > 0) {
      if (this.#left > 0) {
        const taken = rest.subarray(0, this.#left)
        this.#left -= taken.length
        rest = rest.subarray(taken.length)
        this.#onBytes(this.#kind, taken)
        continue
      }
      const missing = headerBytes - this.#header.length
      this.#header = Buffer.concat([this.#header, rest.subarray(0, missing)])
      rest = rest.subarray(missing)
      if (this.#header.length < headerBytes) return
      this.#kind = this.#header[0] === 2 ? 'stderr' : 'stdout'
      this.#left = this.#header.readUInt32BE(4)
      this.#header = Buffer.alloc(0)
    }
  }
}
