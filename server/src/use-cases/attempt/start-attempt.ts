import { Injectable } from '@nestjs/common'
import { DojoError, type Actor, type Attempt, type AttemptArm, type Task } from '@noops-dojo/contracts'
import { attemptSeed } from '../../domain/fault/seal.ts'
import { AttemptStore, type StoredAttempt } from '../../domain/ports/index.ts'
import { TaskContexts } from '../task/task-context.ts'
import { ablationPlan, placeboPlan, survivePlan, type AttemptPlan } from './attempt-plan.ts'
import { LaunchAttempt } from './launch-attempt.ts'
import { alertPlan } from './plan/alert-plan.ts'
import type { SurviveTask } from './plan/fault-rounds.ts'
import type { PlannedLab } from './plan/lab-parts.ts'

export interface WantedArm {
  readonly arm: AttemptArm
  readonly ablation?: string | undefined
}

type AlertTask = Extract<Task, { mode: 'alert' }>

/**
 * The sealed seed of an attempt. Real runs are counted by themselves, so that the grader replays the same ones whatever
 * controls were run between. A run without a mechanism has the seed of the last real run, which is revealed already;
 * before the first it has one of its own, since its verdict reveals it.
 */
const seedOf = (
  sandboxSeed: string,
  taskId: string,
  { arm }: WantedArm,
  before: readonly StoredAttempt[],
): string => {
  const ofTask = before.filter((each) => each.taskId === taskId)
  const real = ofTask.filter((each) => each.arm === 'fault')
  if (arm === 'fault') return attemptSeed(sandboxSeed, taskId, real.length)
  const count = ofTask.length - real.length
  return (
    (arm === 'ablation' ? real.at(-1)?.seed : undefined) ??
    attemptSeed(sandboxSeed, `${taskId}/${arm}`, count)
  )
}

const planOf = (
  lab: PlannedLab,
  task: SurviveTask | AlertTask,
  { arm, ablation }: WantedArm,
  seed: string,
): AttemptPlan => {
  if (task.mode === 'survive') {
    if (arm === 'placebo') return placeboPlan(lab, task)
    return arm === 'ablation' ? ablationPlan(lab, task, seed, ablation) : survivePlan(lab, task, seed)
  }
  if (arm === 'fault') return alertPlan(lab, task)
  throw new DojoError('TASK_WRONG_MODE', `Task ${task.id} is an alert task; it has no ${arm} run.`)
}

/** Starts an attempt at a survive or alert task: seals victim and moments, gives the commitment, goes on behind. */
@Injectable()
export class StartAttempt {
  constructor(
    private readonly contexts: TaskContexts,
    private readonly attempts: AttemptStore,
    private readonly launch: LaunchAttempt,
  ) {}

  /**
   * Throws SANDBOX_NOT_READY, TASK_NOT_FOUND, TASK_LOCKED, TASK_WRONG_MODE, ATTEMPT_RUNNING, FAULT_RUNNING, LAB_INVALID,
   * and BAD_REQUEST for an arm that the task does not have.
   */
  async execute(
    sandboxId: string,
    taskId: string,
    actor: Actor = 'learner',
    wanted: WantedArm = { arm: 'fault' },
  ): Promise<Attempt> {
    const { sandbox, lab, task } = await this.contexts.ofTask(sandboxId, taskId)
    if (task.mode !== 'survive' && task.mode !== 'alert')
      throw new DojoError(
        'TASK_WRONG_MODE',
        `Task ${taskId} is a ${task.mode} task; nothing is injected for it.`,
      )
    const before = await this.attempts.listOfSandbox(sandboxId)
    const seed = seedOf(sandbox.seed, taskId, wanted, before)
    const plan = planOf({ spec: lab.file.spec, sandboxId, params: sandbox.params }, task, wanted, seed)
    const ablation = wanted.arm === 'ablation' ? (wanted.ablation ?? null) : null
    return this.launch.execute({ sandboxId, arm: wanted.arm, ablation, seed, plan, actor })
  }

  /** Resolves when every attempt that this server started has its verdict. */
  settle(): Promise<void> {
    return this.launch.settle()
  }
}
