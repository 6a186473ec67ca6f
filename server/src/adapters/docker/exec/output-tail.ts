/** The newest `limit` bytes of an output; a script that prints forever must not fill the server. */
export class OutputTail {
  readonly #limit: number
  #chunks: Buffer[] = []
  #size = 0
  #isTruncated = false

  constructor(limit: number) {
    this.#limit = limit
  }

  push(bytes: Buffer): void {
    this.#chunks.push(bytes)
    this.#size += bytes.length
    // Compacted only when twice the limit is held: linear over all, whatever the chunks’ sizes.
    if (this.#size > 2 * this.#limit) this.#compact()
  }

  get isTruncated(): boolean {
    return this.#isTruncated || this.#size > this.#limit
  }

  /** Text of the kept bytes; broken UTF-8 becomes U+FFFD. */
  text(): string {
    this.#compact()
    return Buffer.concat(this.#chunks).toString('utf8')
  }

  #compact(): void {
    if (this.#size <= this.#limit) return
    const kept = Buffer.concat(this.#chunks).subarray(-this.#limit)
    this.#chunks = [Buffer.from(kept)]
    this.#size = kept.length
    this.#isTruncated = true
  }
}
