import type { ProbeSample } from '@noops-dojo/contracts'
import { evidenceOf, sendSlackMs, type Evidence, type ProbeTiming } from './evidence.ts'

/** A probe turned bad, or turned good and stayed so for some samples. `at`: scheduled start of the sample that says it. */
export interface ProbeEdge {
  readonly at: number
  readonly to: 'good' | 'bad'
}

/** Good samples in a row that make it good again, so that one of two dead replicas is one edge and not ten a second. */
const goodInARow = 3

/**
 * Finds the edges of one probe in samples that come in any order: each is looked at when every probe that started
 * before it has answered or timed out. The first good state is no edge.
 */
export class ProbeEdges {
  readonly #timing: ProbeTiming
  #waiting: Evidence[] = []
  #isBad = false
  #goods: Evidence[] = []

  constructor(timing: ProbeTiming) {
    this.#timing = timing
  }

  /**
   * Takes new samples; gives the edges that are certain at `now` (epoch ms). What waits and began later than now is of
   * the time before the clock was set back: it says nothing.
   */
  take(samples: readonly ProbeSample[], now: number): ProbeEdge[] {
    const settledTo = now - this.#timing.timeoutMs - 2 * sendSlackMs
    const all = [...this.#waiting, ...evidenceOf(samples, this.#timing)].sort((a, b) => a.from - b.from)
    this.#waiting = all.filter(({ from }) => from > settledTo && from <= now + sendSlackMs)
    return all.filter((sample) => sample.from <= settledTo).flatMap((sample) => this.#next(sample))
  }

  #next(sample: Evidence): ProbeEdge[] {
    if (!sample.isGood) {
      this.#goods = []
      if (this.#isBad) return []
      this.#isBad = true
      return [{ at: sample.from, to: 'bad' }]
    }
    if (!this.#isBad) return []
    this.#goods.push(sample)
    const [first] = this.#goods
    if (this.#goods.length < goodInARow || !first) return []
    this.#isBad = false
    this.#goods = []
    return [{ at: first.from, to: 'good' }]
  }
}
