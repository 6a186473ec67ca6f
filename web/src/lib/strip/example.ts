import type { ProbeSample } from '@noops-dojo/contracts'
import type { StripBand, StripMark } from './marks.ts'
import { SampleRing } from './sample-ring.ts'

const everyMs = 100
const cycleMs = 38_000
const faultAtMs = 24_000
const outageMs = [150, 900] as const
const holdMs = 8000

/** A number between 0 and 1 that depends on `n` only, so that the example is the same at every visit. */
const noise = (n: number): number => {
  const x = Math.sin(n * 12.9898) * 43_758.5453
  return x - Math.floor(x)
}

const sampleAt = (start: number, phaseMs: number): ProbeSample => {
  const sinceFault = phaseMs - faultAtMs
  if (sinceFault >= outageMs[0] && sinceFault < outageMs[1]) return [start, 0, sinceFault < 500 ? 3 : -1]
  const n = start / everyMs
  const warm =
    sinceFault >= outageMs[1] && sinceFault < 3000 ? 60 * Math.exp(-(sinceFault - outageMs[1]) / 700) : 0
  return [start, 1, 3 + noise(n) * 5 + (noise(n * 7) > 0.96 ? 22 : 0) + warm]
}

export interface ExampleWords {
  fault: string
  engine: string
  healed: string
}

/** The heartbeat on the first page: a scripted attempt that comes again and again. Clearly labelled as example. */
export class ExampleHeart {
  readonly samples = new SampleRing(900)
  readonly everyMs = everyMs
  readonly #start: number
  #last: number

  constructor(now: number) {
    // The page opens shortly after a fault healed, so that there is something to see at once.
    this.#start = Math.floor((now - faultAtMs - 14_000) / everyMs) * everyMs
    this.#last = this.#start - cycleMs
    this.advance(now)
  }

  advance(now: number): void {
    const fresh: ProbeSample[] = []
    for (; this.#last < now - everyMs; this.#last += everyMs) {
      fresh.push(sampleAt(this.#last, this.#phase(this.#last)))
    }
    this.samples.add(fresh)
  }

  marks(now: number, words: ExampleWords): StripMark[] {
    return this.#faults(now).flatMap((at): StripMark[] => [
      { id: `fault-${at}`, at, lane: 'fault', sentence: words.fault },
      { id: `engine-${at}`, at: at + 450, lane: 'engine', sentence: words.engine },
      { id: `judge-${at}`, at: at + outageMs[1] + holdMs, lane: 'judge', sentence: words.healed },
    ])
  }

  bands(now: number): StripBand[] {
    return this.#faults(now).flatMap((at): StripBand[] => [
      { kind: 'fault', from: at, to: Math.min(now, at + 400) },
      {
        kind: 'outage',
        from: at + outageMs[0] + 50,
        to: at + outageMs[1] - 50,
        softFrom: at + 50,
        softTo: at + outageMs[1] + 100,
      },
      { kind: 'hold', from: at + outageMs[1], to: Math.min(now, at + outageMs[1] + holdMs) },
    ])
  }

  #phase(time: number): number {
    return (((time - this.#start) % cycleMs) + cycleMs) % cycleMs
  }

  /** The faults of the last ninety seconds, oldest first. */
  #faults(now: number): number[] {
    const first = this.#start + faultAtMs
    const latest = first + Math.floor((now - first) / cycleMs) * cycleMs
    return [latest - 2 * cycleMs, latest - cycleMs, latest].filter((at) => at > now - 90_000)
  }
}
