import type { Clock, ProbeGateway, StoredAttempt } from '../../../domain/ports/index.ts'
import type { WatchedProbe } from '../plan/lab-parts.ts'
import { ClockSteps } from '../run/clock-steps.ts'
import { SampleTrail } from '../run/sample-trail.ts'

/** Samples from before the attempt that may count for the baseline. */
const lookBackMs = 3_000

/** The trails of one attempt, one for each probe that it follows. */
export class Trails {
  readonly #trails = new Map<string, SampleTrail>()
  readonly #steps: ClockSteps

  constructor(
    private readonly gateway: ProbeGateway,
    private readonly clock: Clock,
    private readonly attempt: Pick<StoredAttempt, 'sandboxId' | 'startedAt'>,
  ) {
    this.#steps = new ClockSteps(clock)
  }

  of(probe: WatchedProbe): SampleTrail {
    const known = this.#trails.get(probe.name)
    if (known) return known
    const { sandboxId, startedAt } = this.attempt
    const from = startedAt - lookBackMs
    const trail = new SampleTrail(this.gateway, this.clock, { sandboxId, ...probe }, from, this.#steps)
    this.#trails.set(probe.name, trail)
    return trail
  }

  all(): ReadonlyMap<string, SampleTrail> {
    return this.#trails
  }
}
