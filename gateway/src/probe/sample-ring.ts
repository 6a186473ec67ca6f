import type { ProbeSample } from '@noops-dojo/contracts'

/**
 * The newest samples of one probe, kept by slot (start + slot × period). Answers come out of order, so each sample
 * is put into its slot; memory is fixed when the ring is made.
 */
export class SampleRing {
  readonly #capacity: number
  readonly #samples: (ProbeSample | undefined)[]

  constructor(capacity: number) {
    this.#capacity = capacity
    this.#samples = new Array<ProbeSample | undefined>(capacity)
  }

  /** Puts a sample into its slot unless a newer lap already took it. */
  put(slot: number, sample: ProbeSample): void {
    const index = slot % this.#capacity
    const there = this.#samples[index]
    if (there === undefined || there[0] <= sample[0]) this.#samples[index] = sample
  }

  /** Samples whose scheduled start lies in [from, to], oldest first. */
  window(from: number, to: number): ProbeSample[] {
    return this.#samples
      .filter((sample): sample is ProbeSample => sample !== undefined && sample[0] >= from && sample[0] <= to)
      .sort((a, b) => a[0] - b[0])
  }
}
