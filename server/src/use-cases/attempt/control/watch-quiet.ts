import { Injectable } from '@nestjs/common'
import { Clock, type StoredAttempt } from '../../../domain/ports/index.ts'
import { alarmsIn } from '../../../domain/recovery/alert/detection.ts'
import type { QuietRecord } from '../../../domain/recovery/control/judge-placebo.ts'
import type { LoadSample } from '../../../domain/recovery/host-load.ts'
import type { QuietPlan } from '../attempt-plan.ts'
import { AttemptPhases } from '../run/attempt-phases.ts'
import type { SampleTrail } from '../run/sample-trail.ts'
import { HostPatience } from '../watch/host-patience.ts'
import { watchBaseline } from '../run/watch-baseline.ts'

const pollMs = 200

interface QuietWatch {
  readonly attempt: StoredAttempt
  readonly load: readonly LoadSample[]
  readonly signal: AbortSignal
}

/** Watches a system to which nothing is done. */
@Injectable()
export class WatchQuiet {
  constructor(
    private readonly phases: AttemptPhases,
    private readonly clock: Clock,
  ) {}

  /** `alerts`: trails of the lab’s alert probes, by name. Throws Inconclusive when it was not steady at all. */
  async execute(
    { attempt, load, signal }: QuietWatch,
    plan: QuietPlan,
    trail: SampleTrail,
    alerts: ReadonlyMap<string, SampleTrail>,
  ): Promise<QuietRecord> {
    await this.phases.enter(attempt, 'baseline', 0)
    await watchBaseline(trail, this.clock, signal, new HostPatience(load, this.clock))
    await this.phases.enter(attempt, 'holding', 0)
    const from = this.clock.now()
    const to = from + plan.quietMs
    const all = [trail, ...alerts.values()]
    while (all.some(({ collectedTo }) => collectedTo < to)) {
      await this.clock.sleep(pollMs, signal)
      await Promise.all(all.map((each) => each.collect()))
    }
    const fired = [...alerts].filter(([, { evidence }]) => alarmsIn(evidence, from, to) > 0)
    return {
      ...{ timing: trail.timing, evidence: trail.evidence, observations: [], load, from, to },
      alerts: fired.map(([name]) => name),
    }
  }
}
