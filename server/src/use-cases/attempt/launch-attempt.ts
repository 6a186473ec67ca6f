import { Injectable } from '@nestjs/common'
import type { Actor, Attempt } from '@noops-dojo/contracts'
import { refuseWhileActive } from '../../domain/fault/open-faults.ts'
import { commitOf } from '../../domain/fault/seal.ts'
import {
  AttemptStore,
  Clock,
  EventLog,
  FaultLedger,
  PlatformLog,
  RandomSource,
  type StoredAttempt,
} from '../../domain/ports/index.ts'
import { viewAttempt } from '../../domain/recovery/attempt-view.ts'
import { faultTurn } from '../fault/live-faults.ts'
import { TakeTurn } from '../sandbox/provision/take-turn.ts'
import { AttemptPhases } from './run/attempt-phases.ts'
import type { AttemptPlan } from './attempt-plan.ts'
import { RunAttempt } from './run/run-attempt.ts'

export interface AttemptOrder extends Pick<StoredAttempt, 'sandboxId' | 'arm' | 'ablation' | 'seed'> {
  readonly plan: AttemptPlan
  readonly actor: Actor
}

/** Stores an attempt, gives its commitment, and goes on behind. */
@Injectable()
export class LaunchAttempt {
  readonly #running = new Set<Promise<unknown>>()

  constructor(
    private readonly attempts: AttemptStore,
    private readonly phases: AttemptPhases,
    private readonly runAttempt: RunAttempt,
    private readonly events: EventLog,
    private readonly clock: Clock,
    private readonly random: RandomSource,
    private readonly log: PlatformLog,
    private readonly ledger: FaultLedger,
    private readonly turn: TakeTurn,
  ) {}

  /** Throws ATTEMPT_RUNNING when the sandbox has an attempt that is not done, and FAULT_RUNNING beside an active fault. */
  async execute(order: AttemptOrder): Promise<Attempt> {
    const id = this.random.rowId()
    this.runAttempt.reserve(id)
    try {
      const attempt = await this.#plan(id, order)
      this.#run(attempt, order.plan)
      return viewAttempt(attempt)
    } catch (error) {
      this.runAttempt.release(id)
      throw error
    }
  }

  async #plan(id: string, order: AttemptOrder): Promise<StoredAttempt> {
    const { sandboxId, arm, ablation, seed, plan, actor } = order
    const attempt = await this.turn.execute(faultTurn(sandboxId), async () => {
      refuseWhileActive(await this.ledger.listOfSandbox(sandboxId))
      const planned: StoredAttempt = {
        id,
        sandboxId,
        taskId: plan.taskId,
        phase: 'planned',
        startedAt: this.clock.now(),
        endedAt: null,
        commit: commitOf(seed),
        injection: 0,
        arm,
        ablation,
        verdict: null,
        seed,
      }
      await this.attempts.insert(planned)
      return planned
    })
    const data = { action: 'attempt.start', object: plan.taskId }
    await this.events.append([{ sandboxId, at: attempt.startedAt, kind: 'touch.ui', actor, data }])
    await this.phases.enter(attempt, 'planned', 0)
    return attempt
  }

  #run(attempt: StoredAttempt, plan: AttemptPlan): void {
    const run = this.runAttempt
      .execute(attempt, plan)
      .catch((error: unknown) =>
        this.log.error('a verdict was not stored', { attemptId: attempt.id, error: String(error) }),
      )
      .finally(() => this.#running.delete(run))
    this.#running.add(run)
  }

  /** Resolves when every attempt that this server started has its verdict. */
  async settle(): Promise<void> {
    await Promise.all(this.#running)
  }
}
