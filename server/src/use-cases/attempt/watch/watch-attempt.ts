import { Injectable } from '@nestjs/common'
import type { WriteCount } from '@noops-dojo/contracts'
import { Clock, EventLog, HostLoad, ProbeGateway, type StoredAttempt } from '../../../domain/ports/index.ts'
import type { AlertRecord } from '../../../domain/recovery/alert/alert-verdict.ts'
import type { QuietRecord } from '../../../domain/recovery/control/judge-placebo.ts'
import type { LoadSample } from '../../../domain/recovery/host-load.ts'
import type { AttemptRecord, Observation } from '../../../domain/recovery/observation.ts'
import { ObserveAlert } from '../alert/observe-alert.ts'
import type { AttemptPlan, RoundsPlan } from '../attempt-plan.ts'
import { RunAblation } from '../control/run-ablation.ts'
import { WatchQuiet } from '../control/watch-quiet.ts'
import { watchBaseline } from '../run/watch-baseline.ts'
import { WriteCanary } from '../writes/write-canary.ts'
import { HostPatience, longPatienceMs } from './host-patience.ts'
import { LoadTrail } from './load-trail.ts'
import { ObserveRound } from './observe-round.ts'
import { SteadyWait } from './steady-wait.ts'
import type { Trails } from './trails.ts'

/** What was seen of an attempt that ran to its end. */
export type Watched =
  | { readonly kind: 'rounds'; readonly record: AttemptRecord }
  | { readonly kind: 'quiet'; readonly record: QuietRecord }
  | { readonly kind: 'alert'; readonly record: AlertRecord }

export interface AttemptWatch {
  readonly attempt: StoredAttempt
  readonly trails: Trails
  /** Filled as they are made, so that what was seen is not lost when the attempt is given up. */
  readonly observations: Observation[]
  /** Of the host; looked at until the attempt is over. */
  readonly load: LoadSample[]
  readonly signal: AbortSignal
}

/** Runs what a plan says and gives what was seen; judges nothing. */
@Injectable()
export class WatchAttempt {
  constructor(
    private readonly observeRound: ObserveRound,
    private readonly observeAlert: ObserveAlert,
    private readonly watchQuiet: WatchQuiet,
    private readonly ablation: RunAblation,
    private readonly gateway: ProbeGateway,
    private readonly events: EventLog,
    private readonly clock: Clock,
    private readonly hostLoad: HostLoad,
  ) {}

  /** Throws Inconclusive and DojoErrors; nothing that was injected, sent or removed is left behind. */
  async execute(watch: AttemptWatch, plan: AttemptPlan): Promise<Watched> {
    const load = new LoadTrail(watch.load, this.hostLoad, this.clock)
    load.start()
    try {
      const watched = await this.#watch(watch, plan)
      // Once more: the faults were lifted after the last samples were fetched.
      watch.trails.of(plan.probe).assertClockKept()
      return watched
    } finally {
      load.stop()
    }
  }

  async #watch(watch: AttemptWatch, plan: AttemptPlan): Promise<Watched> {
    const { attempt, trails, signal } = watch
    const trail = trails.of(plan.probe)
    if (plan.kind === 'quiet') {
      const alerts = new Map(plan.alerts.map((probe) => [probe.name, trails.of(probe)]))
      const record = await this.watchQuiet.execute(watch, plan, trail, alerts)
      return { kind: 'quiet', record }
    }
    if (plan.kind === 'alert') {
      const service = plan.service && trails.of(plan.service)
      return { kind: 'alert', record: await this.observeAlert.execute(watch, plan, trail, service) }
    }
    if (plan.ablation === null) return { kind: 'rounds', record: await this.#rounds(watch, plan) }
    try {
      await this.ablation.remove(attempt, plan.ablation)
      const { reason } = new HostPatience(watch.load, this.clock)
      await watchBaseline(trail, this.clock, signal, { ms: () => longPatienceMs, reason })
      return { kind: 'rounds', record: await this.#rounds(watch, plan) }
    } finally {
      // Also when the script that removes it failed half way.
      await this.ablation.restore(attempt, plan.ablation)
    }
  }

  async #rounds(watch: AttemptWatch, plan: RoundsPlan): Promise<AttemptRecord> {
    const { attempt, trails, observations, load, signal } = watch
    const trail = trails.of(plan.probe)
    const prefix = `w${attempt.id.replace(/[^A-Za-z0-9]/g, '')}`
    const canary = plan.writes && new WriteCanary(this.gateway, this.clock, plan.writes, prefix)
    canary?.start()
    try {
      const isSecondFaultMissing = await this.#allRounds(watch, plan)
      const writes = canary && (await canary.count(signal))
      if (writes) await this.#tellWrites(attempt, writes)
      const { timing, evidence } = trail
      return { timing, evidence, observations, writes, isSecondFaultMissing, load }
    } finally {
      canary?.stop()
    }
  }

  /** A round after which it did not stand is the last. Gives whether a second fault never came. */
  async #allRounds({ attempt, trails, observations, load, signal }: AttemptWatch, plan: RoundsPlan) {
    const trail = trails.of(plan.probe)
    const wait = new SteadyWait({ trail, load, signal }, this.clock)
    for (const [index, round] of plan.rounds.entries()) {
      if (index > 0) await this.clock.sleep(round.gapMs, signal)
      const turn = { attempt, plan, round, index, before: observations.length, trail, wait, signal }
      const seen = await this.observeRound.execute(turn)
      observations.push(...seen.observations)
      if (seen.isSecondMissing) return true
      if (seen.observations.some(({ streak, isDirty }) => !streak?.isStable || isDirty)) break
    }
    return false
  }

  async #tellWrites({ id: attemptId, sandboxId }: StoredAttempt, writes: WriteCount): Promise<void> {
    const data = { attemptId, ...writes }
    const at = this.clock.now()
    await this.events.append([{ sandboxId, at, kind: 'writes.counted', actor: 'platform', data }])
  }
}
