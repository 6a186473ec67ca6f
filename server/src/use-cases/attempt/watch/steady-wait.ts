import type { Clock } from '../../../domain/ports/index.ts'
import type { LoadSample } from '../../../domain/recovery/host-load.ts'
import type { SampleTrail } from '../run/sample-trail.ts'
import { usualPatience, watchBaseline, type Patience, type Steady } from '../run/watch-baseline.ts'
import { HostPatience, longPatienceMs } from './host-patience.ts'

const pollMs = 200

interface Watch {
  readonly trail: SampleTrail
  readonly load: readonly LoadSample[]
  readonly signal: AbortSignal
}

type TellPhase = (phase: 'baseline' | 'waiting') => Promise<void>

/**
 * The time before the faults of an attempt: a baseline, and the sealed wait after it. When a probe fails in the wait, a new
 * baseline is waited for and the same wait begins anew: nothing was injected yet, so nobody needs to start again. All
 * rounds of an attempt share one long patience, so that it still ends in the time that a grader waits for it.
 */
export class SteadyWait {
  readonly #watch: Watch
  readonly #clock: Clock
  #leftMs = longPatienceMs

  constructor(watch: Watch, clock: Clock) {
    this.#watch = watch
    this.#clock = clock
  }

  /** Ends `waitMs` after a baseline that was not followed by a bad sample; throws Inconclusive when none comes. */
  async execute(waitMs: number, tellPhase: TellPhase): Promise<Steady> {
    const { trail, load, signal } = this.#watch
    const host = new HostPatience(load, this.#clock)
    for (let isFirst = true; ; isFirst = false) {
      await tellPhase('baseline')
      await watchBaseline(trail, this.#clock, signal, this.#patience(host, isFirst))
      await tellPhase('waiting')
      const startedAt = this.#clock.now()
      // Where the baseline has seen to: what was probed after that and is not answered yet belongs to the wait.
      const from = trail.collectedTo + 1
      if (!(await this.#staysSteady(from, startedAt + waitMs))) continue
      this.#leftMs -= startedAt - host.startedAt
      return { from, reason: host.reason() }
    }
  }

  /** One that was steady and lost a sample since gets the long patience, as on a full host; counted from now. */
  #patience(host: HostPatience, isFirst: boolean): Patience {
    const goneMs = this.#clock.now() - host.startedAt
    const allMs = () => (isFirst ? host.ms() : longPatienceMs)
    const longestMs = Math.max(usualPatience.ms(), this.#leftMs)
    return { ms: () => Math.min(allMs(), longestMs) - goneMs, reason: host.reason }
  }

  async #staysSteady(from: number, to: number): Promise<boolean> {
    const { trail, signal } = this.#watch
    for (;;) {
      // The end of the wait would be another moment.
      trail.assertClockKept()
      const leftMs = to - this.#clock.now()
      if (leftMs <= 0) return true
      // Not waited for: a gateway that is slow to answer must not make the sealed moment later. If it stays away, who watches
      // the recovery is told.
      void trail.collect().catch(() => undefined)
      await this.#clock.sleep(Math.min(pollMs, leftMs), signal)
      if (trail.evidence.some((sample) => sample.from >= from && !sample.isGood)) return false
    }
  }
}
