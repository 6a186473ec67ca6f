import { Injectable } from '@nestjs/common'
import { DojoError, type Actor, type Attempt } from '@noops-dojo/contracts'
import { attemptSeed, commitOf } from '../../domain/fault/seal.ts'
import {
  AttemptStore,
  Clock,
  EventLog,
  PlatformLog,
  RandomSource,
  type StoredAttempt,
} from '../../domain/ports/index.ts'
import { TaskContexts } from '../task/task-context.ts'
import { AttemptPhases } from './attempt-phases.ts'
import { attemptPlan } from './attempt-plan.ts'
import { RunAttempt } from './run-attempt.ts'

/** An attempt as its learner may see it: the seed stays sealed until the verdict reveals it. */
export const viewAttempt = ({ seed: _sealed, ...attempt }: StoredAttempt): Attempt => attempt

/** Starts an attempt at a survive task: seals victim and moments, gives the commitment, goes on behind. */
@Injectable()
export class StartAttempt {
  readonly #running = new Set<Promise<unknown>>()

  constructor(
    private readonly contexts: TaskContexts,
    private readonly attempts: AttemptStore,
    private readonly phases: AttemptPhases,
    private readonly runAttempt: RunAttempt,
    private readonly events: EventLog,
    private readonly clock: Clock,
    private readonly random: RandomSource,
    private readonly log: PlatformLog,
  ) {}

  /** Throws SANDBOX_NOT_READY, TASK_NOT_FOUND, TASK_LOCKED, TASK_WRONG_MODE, ATTEMPT_RUNNING, LAB_INVALID. */
  async execute(sandboxId: string, taskId: string, actor: Actor = 'learner'): Promise<Attempt> {
    const { sandbox, lab, task } = await this.contexts.ofTask(sandboxId, taskId)
    if (task.mode !== 'survive')
      throw new DojoError(
        'TASK_WRONG_MODE',
        `Task ${taskId} is a ${task.mode} task; nothing is injected for it.`,
      )
    const plan = attemptPlan(lab.file.spec, task, sandbox.params)
    const before = await this.attempts.listOfSandbox(sandboxId)
    const ordinal = before.filter((each) => each.taskId === taskId).length
    const seed = attemptSeed(sandbox.seed, taskId, ordinal)
    const attempt: StoredAttempt = {
      id: this.random.rowId(),
      sandboxId,
      taskId,
      phase: 'planned',
      startedAt: this.clock.now(),
      endedAt: null,
      commit: commitOf(seed),
      injection: 0,
      arm: 'fault',
      ablation: null,
      verdict: null,
      seed,
    }
    await this.attempts.insert(attempt)
    const data = { action: 'attempt.start', object: taskId }
    await this.events.append([{ sandboxId, at: attempt.startedAt, kind: 'touch.ui', actor, data }])
    await this.phases.enter(attempt, 'planned', 0)
    const run = this.runAttempt
      .execute(attempt, plan)
      .catch((error: unknown) =>
        this.log.error('a verdict was not stored', { attemptId: attempt.id, error: String(error) }),
      )
      .finally(() => this.#running.delete(run))
    this.#running.add(run)
    return viewAttempt(attempt)
  }

  /** Resolves when every attempt that this server started has its verdict. */
  async settle(): Promise<void> {
    await Promise.all(this.#running)
  }
}
