import { type GatewayProbe, type ProbeSample, samplesKeptMs } from '@noops-dojo/contracts'
import type { Clock } from '../clock.ts'
import { httpProbe, observerSlackMs, type ProbeAnswer } from './http-probe.ts'
import { ProbeSchedule } from './probe-schedule.ts'
import type { ResolveHost } from './resolve-host.ts'
import { SampleRing } from './sample-ring.ts'

/** Probes that hang are bounded by timeout ÷ period; this bounds a lab that asks for the impossible. */
const maxInFlight = 1000

/**
 * Runs one probe from `startAt` (epoch ms) on and keeps ten minutes of its samples. A probe that this process delayed
 * is unknown: no sample. So is one during which the clock was set, and all before it: their times are of another clock.
 * The times of samples that are kept therefore only ever grow from slot to slot.
 */
export class ProbeRunner {
  readonly spec: GatewayProbe
  readonly #ring: SampleRing
  readonly #schedule: ProbeSchedule
  readonly #probe: () => Promise<ProbeAnswer | undefined>
  readonly #clock: Clock
  readonly #onSample: (sample: ProbeSample) => void
  #steppedMs: number
  #inFlight = 0
  #isStopped = false

  constructor(
    spec: GatewayProbe,
    clock: Clock,
    resolveHost: ResolveHost,
    startAt: number,
    onSample: (sample: ProbeSample) => void,
  ) {
    this.spec = spec
    this.#ring = new SampleRing(Math.ceil(samplesKeptMs / spec.everyMs))
    const { url, expectStatus, timeoutMs } = spec
    this.#probe = httpProbe({ url: new URL(url), expectStatus, timeoutMs }, resolveHost, clock)
    this.#clock = clock
    this.#steppedMs = clock.steppedMs
    this.#onSample = onSample
    this.#schedule = new ProbeSchedule(clock, spec.everyMs, startAt, (slot, at) => void this.#fire(slot, at))
  }

  /** The kept samples in [from, to] by scheduled start (epoch ms), oldest first. */
  window(from: number, to: number): ProbeSample[] {
    this.#now()
    return this.#ring.window(from, to)
  }

  stop(): void {
    this.#isStopped = true
    this.#schedule.stop()
  }

  async #fire(slot: number, scheduledAt: number): Promise<void> {
    const lateMs = this.#now() - scheduledAt
    const { steppedMs } = this.#clock
    // Early: the clock was set back just now.
    if (lateMs < -1 || lateMs > observerSlackMs || this.#inFlight >= maxInFlight) return
    this.#inFlight += 1
    const answer = await this.#probe()
    this.#inFlight -= 1
    this.#now()
    if (this.#isStopped || answer === undefined || this.#clock.steppedMs !== steppedMs) return
    // Latency counts from the scheduled start and is rounded up: the answer was there at start + latency for certain.
    const latency =
      answer.endedAt === null ? -1 : Math.max(0, Math.ceil((answer.endedAt - scheduledAt) * 10) / 10)
    const sample: ProbeSample = [scheduledAt, answer.isGood ? 1 : 0, latency]
    this.#ring.put(slot, sample)
    this.#onSample(sample)
  }

  /** Reads the clock; when it was set since the last time, what is kept is forgotten. */
  #now(): number {
    const at = this.#clock.now()
    if (this.#clock.steppedMs !== this.#steppedMs) this.#ring.clear()
    this.#steppedMs = this.#clock.steppedMs
    return at
  }
}
