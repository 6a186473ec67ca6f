import { Injectable } from '@nestjs/common'
import { drawMoment, victimPick } from '../../domain/fault/seal.ts'
import { faultNamed } from '../../domain/fault/registry.ts'
import { Clock, EventLog, type StoredAttempt } from '../../domain/ports/index.ts'
import type { Observation } from '../../domain/recovery/observation.ts'
import { catalogueImage } from '../../domain/sandbox/engine-names.ts'
import { RunFault, type InjectedFault } from '../fault/run-fault.ts'
import type { AttemptPlan } from './attempt-plan.ts'
import { AttemptPhases } from './attempt-phases.ts'
import { Inconclusive } from './inconclusive.ts'
import type { SampleTrail } from './sample-trail.ts'
import { assertSteady, watchBaseline } from './watch-baseline.ts'
import { watchRecovery, type Recovered } from './watch-recovery.ts'

export interface InjectionTurn {
  readonly attempt: StoredAttempt
  readonly plan: AttemptPlan
  readonly index: number
  readonly trail: SampleTrail
  readonly signal: AbortSignal
}

/** One injection of an attempt: baseline, sealed wait, inject, effective?, recover?, hold, lift, attest. */
@Injectable()
export class ObserveInjection {
  constructor(
    readonly runFault: RunFault,
    private readonly phases: AttemptPhases,
    readonly events: EventLog,
    readonly clock: Clock,
  ) {}

  /** Throws Inconclusive and DojoErrors; whatever happens, the fault is lifted (or left to the reaper). */
  async execute(turn: InjectionTurn): Promise<Observation> {
    const { attempt, plan, index, trail, signal } = turn
    await this.phases.enter(attempt, 'baseline', index)
    await watchBaseline(trail, this.clock, signal)
    await this.phases.enter(attempt, 'waiting', index)
    const steadyFrom = this.clock.now()
    await this.clock.sleep(drawMoment(attempt.seed, index, plan.between), signal)
    await this.phases.enter(attempt, 'injecting', index)
    const injected = await this.#inject(turn)
    try {
      return await this.#observe(turn, injected, steadyFrom)
    } finally {
      await this.runFault.lift(injected.entry).catch(() => undefined)
    }
  }

  async #inject({ attempt, plan, index }: InjectionTurn): Promise<InjectedFault> {
    const entry = await this.runFault.plan({
      sandboxId: attempt.sandboxId,
      labFault: plan.fault.id,
      use: plan.fault.use,
      with: plan.fault.with,
      target: plan.fault.target,
      attemptId: attempt.id,
      pick: victimPick(attempt.seed, index),
    })
    const injected = await this.runFault.inject(entry)
    if (!injected.isEffective) throw new Inconclusive('fault-not-effective', injected.evidence)
    return injected
  }

  async #observe(turn: InjectionTurn, injected: InjectedFault, steadyFrom: number): Promise<Observation> {
    const { attempt, plan, index, trail, signal } = turn
    await this.phases.enter(attempt, 'recovering', index + 1)
    const onPhase = (phase: 'recovering' | 'holding') => this.phases.enter(attempt, phase, index + 1)
    const recovered = await watchRecovery({ trail, plan, injected, signal, onPhase }, this)
    assertSteady(trail, steadyFrom, injected.injectedAt)
    await this.phases.enter(attempt, 'attesting', index + 1)
    const liftBeganAt = recovered.liftBeganAt ?? this.clock.now()
    const lifted = await this.runFault.lift(recovered.entry)
    return this.#observation(plan, injected, { ...recovered, liftBeganAt }, lifted)
  }

  #observation(
    plan: AttemptPlan,
    injected: InjectedFault,
    recovered: Recovered,
    lifted: InjectedFault['entry'],
  ): Observation {
    const { entry, injectedAt, effectiveAt, evidence, fidelity } = injected
    const { lift } = faultNamed(entry.fault)
    const image = entry.params['image']
    const isUndone = lift !== 'nothing' && lifted.state === 'reverted'
    return {
      faultId: plan.fault.id,
      fault: entry.fault,
      target: entry.target,
      lift,
      fidelity,
      plannedAt: entry.plannedAt,
      injectedAt,
      effectiveAt,
      // What came back after this may have come back because of it.
      liftedAt: isUndone ? (recovered.liftBeganAt ?? null) : null,
      evidence,
      harmfulImage: typeof image === 'string' ? catalogueImage(image) : undefined,
      observedTo: recovered.observedTo,
      streak: recovered.streak,
      healed: recovered.healed,
      round: 0,
      isOnRepair: false,
      isDirty: lifted.state === 'dirty',
    }
  }
}
