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
 * is unknown: no sample.
 */
export class ProbeRunner {
  readonly spec: GatewayProbe
  readonly ring: SampleRing
  readonly #schedule: ProbeSchedule
  readonly #probe: () => Promise<ProbeAnswer | undefined>
  readonly #clock: Clock
  readonly #onSample: (sample: ProbeSample) => void
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
    this.ring = new SampleRing(Math.ceil(samplesKeptMs / spec.everyMs))
    const { url, expectStatus, timeoutMs } = spec
    this.#probe = httpProbe({ url: new URL(url), expectStatus, timeoutMs }, resolveHost, clock)
    this.#clock = clock
    this.#onSample = onSample
    this.#schedule = new ProbeSchedule(clock, spec.everyMs, startAt, (slot, at) => void this.#fire(slot, at))
  }

  stop(): void {
    this.#isStopped = true
    this.#schedule.stop()
  }

  async #fire(slot: number, scheduledAt: number): Promise<void> {
    const isLate = this.#clock.now() - scheduledAt > observerSlackMs
    if (isLate || this.#inFlight >= maxInFlight) return
    this.#inFlight += 1
    const answer = await this.#probe()
    this.#inFlight -= 1
    if (this.#isStopped || answer === undefined) return
    // Latency counts from the scheduled start and is rounded up: the answer was there at start + latency for certain.
    const latency =
      answer.endedAt === null ? -1 : Math.max(0, Math.ceil((answer.endedAt - scheduledAt) * 10) / 10)
    const sample: ProbeSample = [scheduledAt, answer.isGood ? 1 : 0, latency]
    this.ring.put(slot, sample)
    this.#onSample(sample)
  }
}
