import type { ProbeSample } from '@noops-dojo/contracts'

/**
 * The last `capacity` samples of one probe, ordered by their scheduled start, in typed arrays. A slow or silent
 * probe reports after later ones did, so a sample may have to go in before the end; that is a short shift.
 */
export class SampleRing {
  readonly #capacity: number
  readonly #starts: Float64Array
  readonly #latencies: Float32Array
  readonly #goods: Uint8Array
  #first = 0
  #end = 0

  constructor(capacity: number) {
    this.#capacity = capacity
    this.#starts = new Float64Array(capacity * 2)
    this.#latencies = new Float32Array(capacity * 2)
    this.#goods = new Uint8Array(capacity * 2)
  }

  get length(): number {
    return this.#end - this.#first
  }

  /** Scheduled start of the sample at `index`, epoch ms; NaN outside. */
  start(index: number): number {
    return this.#starts[this.#first + index] ?? Number.NaN
  }

  isGood(index: number): boolean {
    return this.#goods[this.#first + index] === 1
  }

  /** Milliseconds until the answer; -1 when nothing answered. */
  latency(index: number): number {
    return this.#latencies[this.#first + index] ?? -1
  }

  /** Index of the first sample that starts at or after `time`. */
  indexFrom(time: number): number {
    let low = 0
    let high = this.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.start(middle) < time) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Puts samples in by time; a sample with the start of a known one replaces it. */
  add(samples: readonly ProbeSample[]): void {
    for (const sample of samples) this.#insert(sample)
  }

  #insert([start, good, latency]: ProbeSample): void {
    if (this.#end === this.#starts.length) this.#compact()
    let place = this.#end
    while (place > this.#first && (this.#starts[place - 1] as number) > start) place -= 1
    const isKnown = place > this.#first && this.#starts[place - 1] === start
    if (isKnown) place -= 1
    else this.#makeRoom(place)
    this.#starts[place] = start
    this.#goods[place] = good
    this.#latencies[place] = latency
    if (this.length > this.#capacity) this.#first += 1
  }

  #makeRoom(place: number): void {
    this.#starts.copyWithin(place + 1, place, this.#end)
    this.#goods.copyWithin(place + 1, place, this.#end)
    this.#latencies.copyWithin(place + 1, place, this.#end)
    this.#end += 1
  }

  #compact(): void {
    this.#starts.copyWithin(0, this.#first, this.#end)
    this.#goods.copyWithin(0, this.#first, this.#end)
    this.#latencies.copyWithin(0, this.#first, this.#end)
    this.#end -= this.#first
    this.#first = 0
  }
}
