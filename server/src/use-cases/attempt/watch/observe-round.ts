import { Injectable } from '@nestjs/common'
import { drawMoment } from '../../../domain/fault/seal.ts'
import { Clock, EventLog, type StoredAttempt } from '../../../domain/ports/index.ts'
import type { Observation } from '../../../domain/recovery/observation.ts'
import { RunFault } from '../../fault/run-fault.ts'
import type { RoundsPlan } from '../attempt-plan.ts'
import { AttemptPhases } from '../run/attempt-phases.ts'
import type { Round } from '../plan/fault-rounds.ts'
import type { SampleTrail } from '../run/sample-trail.ts'
import { assertSteady, type Steady } from '../run/watch-baseline.ts'
import { ActiveFault, harmfulImageOf } from './active-fault.ts'
import { InjectTogether } from './inject-together.ts'
import type { SteadyWait } from './steady-wait.ts'
import { liftAll, watchRound } from './watch-round.ts'

export interface RoundTurn {
  readonly attempt: StoredAttempt
  readonly plan: RoundsPlan
  readonly round: Round
  readonly index: number
  /** Injections of the rounds before. */
  readonly before: number
  readonly trail: SampleTrail
  /** Of the whole attempt. */
  readonly wait: SteadyWait
  readonly signal: AbortSignal
}

export interface RoundSeen {
  readonly observations: Observation[]
  readonly isSecondMissing: boolean
}

/** One round of an attempt: baseline, sealed wait, inject, effective?, recover?, hold, lift, attest. */
@Injectable()
export class ObserveRound {
  constructor(
    readonly runFault: RunFault,
    private readonly injectTogether: InjectTogether,
    private readonly phases: AttemptPhases,
    readonly events: EventLog,
    readonly clock: Clock,
  ) {}

  /** Throws Inconclusive and DojoErrors; whatever happens, its faults are lifted (or left to the reaper). */
  async execute(turn: RoundTurn): Promise<RoundSeen> {
    const { attempt, round, index, before, wait } = turn
    const steady = await wait.execute(drawMoment(attempt.seed, index, round.between), (phase) =>
      this.phases.enter(attempt, phase, before),
    )
    await this.phases.enter(attempt, 'injecting', before)
    const injected = await this.injectTogether.execute(attempt, round.faults, before)
    const faults = injected.map((each) => new ActiveFault(each, this.runFault.lastsMs(each.entry)))
    try {
      return await this.#observe(turn, faults, steady)
    } finally {
      await liftAll(
        faults.map(({ entry }) => entry),
        this.runFault,
      )
    }
  }

  async #observe(turn: RoundTurn, faults: ActiveFault[], steady: Steady): Promise<RoundSeen> {
    const { attempt, plan, index, before, trail, signal, round } = turn
    const { holdMs, horizonMs, onRepair } = plan
    await this.phases.enter(attempt, 'recovering', before + faults.length)
    const first = faults[0] as ActiveFault
    const second = async () => {
      const made = before + faults.length
      const [injected] = await this.injectTogether.execute(attempt, onRepair ? [onRepair] : [], made)
      if (!injected) throw new Error('there was no second fault to inject')
      return injected
    }
    const end = await watchRound(
      {
        sandboxId: attempt.sandboxId,
        ...{ trail, holdMs, horizonMs, faults, signal },
        second: onRepair === null ? undefined : second,
        harmfulImage: harmfulImageOf(first.entry),
        onPhase: (phase, count) => this.phases.enter(attempt, phase, before + count),
      },
      this,
    )
    assertSteady(trail, steady, Math.min(...faults.map((each) => each.injected.injectedAt)))
    await this.phases.enter(attempt, 'attesting', before + faults.length)
    await Promise.all(faults.map((fault) => fault.lift(this.runFault)))
    const nameOf = (at: number) => (faults[at]?.isOnRepair ? onRepair : round.faults[at])?.id ?? ''
    return {
      observations: faults.map((fault, at) => fault.observation(nameOf(at), index, end)),
      isSecondMissing: end.isSecondMissing,
    }
  }
}
