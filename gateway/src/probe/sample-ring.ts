import type { ProbeSample } from '@noops-dojo/contracts'

/**
 * The newest samples of one probe, kept by slot (start + slot × period). Answers come out of order, so each sample
 * is put into its slot; memory is fixed when the ring is made. Columns of numbers, not objects: a sample that is kept
 * for minutes would be copied and marked by the collector, and the probes that are due meanwhile go out late.
 */
export class SampleRing {
  /** Scheduled starts, epoch ms; NaN where no sample was put yet. */
  readonly #startedAt: Float64Array
  readonly #isGood: Uint8Array
  readonly #latencyMs: Float64Array

  constructor(capacity: number) {
    this.#startedAt = new Float64Array(capacity).fill(Number.NaN)
    this.#isGood = new Uint8Array(capacity)
    this.#latencyMs = new Float64Array(capacity)
  }

  /** Puts a sample into its slot unless a newer lap already took it. */
  put(slot: number, [startedAt, isGood, latencyMs]: ProbeSample): void {
    const index = slot % this.#startedAt.length
    if ((this.#startedAt[index] as number) > startedAt) return
    this.#startedAt[index] = startedAt
    this.#isGood[index] = isGood
    this.#latencyMs[index] = latencyMs
  }

  /** Forgets all samples. What is put from now on may have earlier times than they had. */
  clear(): void {
    this.#startedAt.fill(Number.NaN)
  }

  /** Samples whose scheduled start lies in [from, to], oldest first. */
  window(from: number, to: number): ProbeSample[] {
    const samples: ProbeSample[] = []
    for (const [index, at] of this.#startedAt.entries())
      if (at >= from && at <= to)
        samples.push([at, this.#isGood[index] === 1 ? 1 : 0, this.#latencyMs[index] as number])
    return samples.sort((a, b) => a[0] - b[0])
  }
}
