import { DojoError } from '@noops-dojo/contracts'
import type { Clock, ProbeGateway } from '../../../domain/ports/index.ts'
import { evidenceOf, type Evidence, type ProbeTiming } from '../../../domain/recovery/outage/evidence.ts'
import type { ClockSteps } from './clock-steps.ts'
import { Inconclusive } from './inconclusive.ts'

/** Time for an answer that came at the very end of the timeout to be stored. */
const settleMs = 200
/** The gateway keeps ten minutes, so that a short absence costs nothing. */
const awayLimitMs = 60_000

/** All samples of one probe over an attempt, fetched when every probe of that time has answered or timed out. */
export class SampleTrail {
  readonly timing: ProbeTiming
  readonly #gateway: ProbeGateway
  readonly #clock: Clock
  readonly #steps: ClockSteps
  readonly #sandboxId: string
  readonly #probe: string
  readonly #evidence: Evidence[] = []
  #collecting: Promise<void> | undefined
  #collectedTo: number
  #reachedAt: number

  constructor(
    gateway: ProbeGateway,
    clock: Clock,
    probe: { readonly sandboxId: string; readonly name: string; readonly timing: ProbeTiming },
    from: number,
    steps: ClockSteps,
  ) {
    this.#gateway = gateway
    this.#clock = clock
    this.#steps = steps
    this.#sandboxId = probe.sandboxId
    this.#probe = probe.name
    this.timing = probe.timing
    this.#collectedTo = from - 1
    this.#reachedAt = clock.now()
  }

  /** Up to here (scheduled start, epoch ms) the trail is complete. */
  get collectedTo(): number {
    return this.#collectedTo
  }

  /** By start: each fetch brings the samples of the next stretch of time. */
  get evidence(): readonly Evidence[] {
    return this.#evidence
  }

  /**
   * Fetches what has settled since. A gateway that is away is waited for; after a minute GATEWAY_AWAY is passed on. Who asks
   * while it is being fetched waits for that: no sample is there twice. Throws Inconclusive when the clock was set.
   */
  collect(): Promise<void> {
    this.#collecting ??= this.#fetch().finally(() => (this.#collecting = undefined))
    return this.#collecting
  }

  /** Throws Inconclusive when the machine's clock was set since the attempt began: no length across that is known. */
  assertClockKept(): void {
    const stepMs = this.#steps.look()
    if (stepMs === 0) return
    const text = `the clock of this machine was set by ${stepMs} ms during the attempt; times across that say nothing`
    throw new Inconclusive('platform-error', text)
  }

  async #fetch(): Promise<void> {
    this.assertClockKept()
    const to = this.#clock.now() - this.timing.timeoutMs - settleMs
    if (to <= this.#collectedTo) return
    try {
      const more = await this.#gateway.samples(this.#sandboxId, this.#probe, this.#collectedTo + 1, to)
      for (const sample of evidenceOf(more, this.timing)) this.#evidence.push(sample)
      this.#collectedTo = Math.floor(to)
      this.#reachedAt = this.#clock.now()
    } catch (error) {
      const isAway = error instanceof DojoError && error.code === 'GATEWAY_AWAY'
      if (!isAway || this.#clock.now() - this.#reachedAt > awayLimitMs) throw error
    }
  }
}
