import { Injectable } from '@nestjs/common'
import { drawMoment } from '../../../domain/fault/seal.ts'
import { Clock, type StoredAttempt } from '../../../domain/ports/index.ts'
import { alarmsIn, type AlertWatch, type Moment } from '../../../domain/recovery/alert/detection.ts'
import type { AlertRecord } from '../../../domain/recovery/alert/alert-verdict.ts'
import type { LoadSample } from '../../../domain/recovery/host-load.ts'
import type { AttemptRecord, Observation } from '../../../domain/recovery/observation.ts'
import { firstStableStreak, stabilityRule } from '../../../domain/recovery/stability.ts'
import { RunFault } from '../../fault/run-fault.ts'
import type { AlertPlan } from '../attempt-plan.ts'
import { AttemptPhases } from '../run/attempt-phases.ts'
import type { SampleTrail } from '../run/sample-trail.ts'
import { ActiveFault } from '../watch/active-fault.ts'
import { InjectTogether } from '../watch/inject-together.ts'
import { HostPatience } from '../watch/host-patience.ts'
import { liftAll } from '../watch/watch-round.ts'
import { watchBaseline } from '../run/watch-baseline.ts'

const pollMs = 200
/** Silent samples in a row that count as silent, and for how long at least. */
const silentSamples = 3
const silentMs = 1_000
const serviceHoldMs = 1_000

/** Watched beyond a limit, so that late can be told from never: a third of it, between 2 and 10 s. */
const beyond = (limitMs: number): number => limitMs + Math.min(10_000, Math.max(2_000, limitMs / 3))

interface Turn {
  readonly attempt: StoredAttempt
  readonly plan: AlertPlan
  readonly alert: SampleTrail
  readonly service: SampleTrail | undefined
  readonly observations: Observation[]
  readonly load: readonly LoadSample[]
  readonly signal: AbortSignal
  readonly quietFrom: number
}

/** One alert attempt: quiet, sealed wait, inject, does it fire?, lift, is it silent again?, attest. */
@Injectable()
export class ObserveAlert {
  constructor(
    private readonly runFault: RunFault,
    private readonly injectTogether: InjectTogether,
    private readonly phases: AttemptPhases,
    private readonly clock: Clock,
  ) {}

  /** Throws Inconclusive and DojoErrors; the fault is lifted whatever happens. */
  async execute(
    watch: Pick<Turn, 'attempt' | 'observations' | 'load' | 'signal'>,
    plan: AlertPlan,
    alert: SampleTrail,
    service: SampleTrail | undefined,
  ): Promise<AlertRecord> {
    const { attempt, load, signal } = watch
    await this.phases.enter(attempt, 'baseline', 0)
    if (service) await watchBaseline(service, this.clock, signal, new HostPatience(load, this.clock))
    const turn: Turn = { ...watch, plan, alert, service, quietFrom: this.clock.now() }
    await this.#until(turn, () => alert.collectedTo >= turn.quietFrom + plan.quietMs || this.#hasFired(turn))
    if (!this.#hasFired(turn)) {
      await this.phases.enter(attempt, 'waiting', 0)
      await this.clock.sleep(drawMoment(attempt.seed, 0, plan.round.between), signal)
      await this.#collect(turn)
    }
    // It fires while nothing is wrong: no fault is needed to know what it is worth.
    if (this.#hasFired(turn)) return this.#record(turn, null, null, false)
    return this.#inject(turn)
  }

  async #inject(turn: Turn): Promise<AlertRecord> {
    const { attempt, plan } = turn
    await this.phases.enter(attempt, 'injecting', 0)
    const [injected] = await this.injectTogether.execute(attempt, plan.round.faults, 0)
    if (!injected) throw new Error('there was no fault to inject')
    const fault = new ActiveFault(injected, this.runFault.lastsMs(injected.entry))
    try {
      return await this.#observe(turn, fault)
    } finally {
      await liftAll([fault.entry], this.runFault)
    }
  }

  async #observe(turn: Turn, fault: ActiveFault): Promise<AlertRecord> {
    const { attempt, plan, alert } = turn
    const { injectedAt, effectiveAt } = fault.injected
    await this.phases.enter(attempt, 'recovering', 1)
    const giveUpAt = effectiveAt + beyond(plan.expected.fireWithinMs)
    await this.#until(turn, async () => {
      await fault.liftWhenDue(this.runFault, this.clock)
      return alert.collectedTo >= giveUpAt || this.#firedSince(turn, injectedAt)
    })
    await this.phases.enter(attempt, 'attesting', 1)
    await fault.lift(this.runFault)
    const liftedAt = fault.liftedAt
    const lifted = liftedAt === null ? null : { from: liftedAt, to: this.clock.now() }
    const effective = { from: injectedAt, to: effectiveAt }
    if (this.#firedSince(turn, injectedAt)) {
      await this.phases.enter(attempt, 'holding', 1)
      const from = (lifted ?? effective).to
      const silentBy = from + beyond(plan.expected.resolveWithinMs)
      await this.#until(
        turn,
        () => alert.collectedTo >= silentBy || this.#isSilent(alert, liftedAt ?? effectiveAt),
      )
    }
    const end = { streak: this.#streak(turn, injectedAt), observedTo: turn.service?.collectedTo ?? 0 }
    turn.observations.push(fault.observation(plan.round.faults[0]?.id ?? '', 0, end))
    return this.#record(turn, effective, lifted, fault.entry.state === 'dirty')
  }

  #record(turn: Turn, effective: Moment | null, lifted: Moment | null, isDirty: boolean): AlertRecord {
    const { alert, service, quietFrom, observations, load } = turn
    const watch: AlertWatch = {
      evidence: alert.evidence,
      ...{ quietFrom, effective, lifted, observedTo: alert.collectedTo },
    }
    const timing = service?.timing ?? alert.timing
    const seen: AttemptRecord = { timing, evidence: service?.evidence ?? [], observations, load }
    return { alert: { ...watch, timing: alert.timing }, service: seen, isDirty }
  }

  async #until(turn: Turn, isOver: () => boolean | Promise<boolean>): Promise<void> {
    for (;;) {
      await this.clock.sleep(pollMs, turn.signal)
      await this.#collect(turn)
      if (await isOver()) return
    }
  }

  async #collect({ alert, service }: Turn): Promise<void> {
    await Promise.all([alert.collect(), service?.collect()])
  }

  #hasFired({ alert, quietFrom }: Turn): boolean {
    return alarmsIn(alert.evidence, quietFrom, Number.POSITIVE_INFINITY) > 0
  }

  #firedSince({ alert }: Turn, at: number): boolean {
    return alert.evidence.some(({ isGood, to }) => isGood && to >= at)
  }

  /** Silent since the last time it fired, if that was after `from`. */
  #isSilent({ evidence, collectedTo }: SampleTrail, from: number): boolean {
    const lastFiring = evidence.findLast(({ isGood }) => isGood)
    const since = Math.max(from, lastFiring?.from ?? 0)
    const silent = evidence.filter((sample) => sample.from > since)
    return silent.length >= silentSamples && collectedTo - since >= silentMs
  }

  #streak({ service }: Turn, injectedAt: number) {
    if (!service) return undefined
    const rule = stabilityRule(service.timing.everyMs, serviceHoldMs)
    return firstStableStreak(service.evidence, injectedAt, rule)
  }
}
