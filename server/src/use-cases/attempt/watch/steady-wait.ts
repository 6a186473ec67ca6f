import type { Reason } from '@noops-dojo/contracts'
import type { Clock } from '../../../domain/ports/index.ts'
import type { LoadSample } from '../../../domain/recovery/host-load.ts'
import type { SampleTrail } from '../sample-trail.ts'
import { watchBaseline, type Patience } from '../watch-baseline.ts'
import { HostPatience, longPatienceMs } from './host-patience.ts'

const pollMs = 200

interface Watch {
  readonly trail: SampleTrail
  readonly load: readonly LoadSample[]
  readonly signal: AbortSignal
}

/**
 * The time before a fault: a baseline, and the sealed wait after it. When a probe fails in the wait, a new baseline is
 * waited for and the same wait begins anew: nothing was injected yet, so nobody needs to start the attempt again.
 */
export class SteadyWait implements Patience {
  readonly #watch: Watch
  readonly #clock: Clock
  readonly #onPhase: (phase: 'baseline' | 'waiting') => Promise<void>
  readonly #host: HostPatience
  #from: number
  #wasSteady = false

  constructor(watch: Watch, clock: Clock, onPhase: (phase: 'baseline' | 'waiting') => Promise<void>) {
    this.#watch = watch
    this.#clock = clock
    this.#onPhase = onPhase
    this.#host = new HostPatience(watch.load, clock)
    this.#from = this.#host.startedAt
  }

  /** Left of the patience, counted from the beginning of the baseline that is being watched. */
  readonly ms = (): number => {
    const allMs = this.#wasSteady ? longPatienceMs : this.#host.ms()
    return allMs - (this.#from - this.#host.startedAt)
  }

  readonly reason = (): Reason => this.#host.reason()

  /** Gives, `waitMs` after a baseline, from when on all samples that are known were good; throws Inconclusive. */
  async execute(waitMs: number): Promise<number> {
    const { trail, signal } = this.#watch
    for (;;) {
      this.#from = this.#clock.now()
      await this.#onPhase('baseline')
      await watchBaseline(trail, this.#clock, signal, this)
      this.#wasSteady = true
      await this.#onPhase('waiting')
      const steadyFrom = this.#clock.now()
      if (await this.#staysSteady(steadyFrom, steadyFrom + waitMs)) return steadyFrom
    }
  }

  async #staysSteady(from: number, to: number): Promise<boolean> {
    const { trail, signal } = this.#watch
    for (;;) {
      const leftMs = to - this.#clock.now()
      // The moment is sealed to the millisecond: asking the gateway must not make it later.
      if (leftMs <= pollMs) {
        await this.#clock.sleep(Math.max(0, leftMs), signal)
        return true
      }
      await Promise.all([this.#clock.sleep(pollMs, signal), trail.collect()])
      if (trail.evidence.some((sample) => sample.from >= from && !sample.isGood)) return false
    }
  }
}
