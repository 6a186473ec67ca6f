import { DojoError, durationMs } from '@noops-dojo/contracts'
import type { AlertExpectation } from '../../domain/recovery/alert/judge-detection.ts'
import type { Expectation } from '../../domain/recovery/verdict/judgement.ts'
import { faultRounds, type Round, type SurviveTask } from './plan/fault-rounds.ts'
import {
  alertProbesOf,
  faultOf,
  judgingProbe,
  sloOf,
  writesOf,
  type PlannedFault,
  type PlannedLab,
  type WatchedProbe,
  type WritesPlan,
} from './plan/lab-parts.ts'

/** What every attempt knows. */
interface PlanHead {
  readonly taskId: string
  readonly probe: WatchedProbe
  /** Availability that the lab declares for this probe. */
  readonly slo: number | undefined
}

/** Scripts of a run without one mechanism, paths in the lab folder. */
export interface AblationPlan {
  readonly id: string
  readonly run: string
  readonly restore: string
}

/** Faults, one round after the other; every duration in milliseconds. */
export interface RoundsPlan extends PlanHead {
  readonly kind: 'rounds'
  readonly rounds: readonly Round[]
  /** Comes when the repair of the first fault of a round is seen to begin. */
  readonly onRepair: PlannedFault | null
  readonly holdMs: number
  readonly horizonMs: number
  readonly expected: Expectation
  readonly writes: WritesPlan | null
  readonly ablation: AblationPlan | null
}

/** A watch without a fault. */
export interface QuietPlan extends PlanHead {
  readonly kind: 'quiet'
  readonly quietMs: number
  readonly alerts: readonly WatchedProbe[]
}

/** The learner's alert against an injected fault. `probe` is the alert's own. */
export interface AlertPlan extends PlanHead {
  readonly kind: 'alert'
  /** The service's probe, where the lab has one. */
  readonly service: WatchedProbe | undefined
  readonly round: Round
  readonly quietMs: number
  readonly expected: AlertExpectation
}

export type AttemptPlan = RoundsPlan | QuietPlan | AlertPlan

/** Reads a survive task of a lab for one sandbox; throws LAB_INVALID when it names a probe or fault that is not there. */
export const survivePlan = (lab: PlannedLab, task: SurviveTask, seed: string): RoundsPlan => {
  const where = `Task ${task.id}`
  const probe = judgingProbe(lab, where, task.probe)
  const writes = writesOf(lab, where, task.writes)
  return {
    kind: 'rounds',
    taskId: task.id,
    probe,
    slo: sloOf(lab, probe),
    rounds: faultRounds(lab, task, seed),
    onRepair: task.onRepair === undefined ? null : faultOf(lab, where, task.onRepair),
    holdMs: durationMs(task.expect.hold),
    horizonMs: durationMs(task.expect.horizon),
    expected: {
      recoverWithinMs: durationMs(task.expect.recoverWithin),
      availability: task.expect.availability,
      isHandsOffRequired: task.handsOff === 'required',
      areWritesOnce: writes?.isOnce ?? false,
    },
    writes,
    ablation: null,
  }
}

/** The run without a fault; throws BAD_REQUEST when the task has none. */
export const placeboPlan = (lab: PlannedLab, task: SurviveTask): QuietPlan => {
  if (task.controls.placebo === undefined)
    throw new DojoError('BAD_REQUEST', `Task ${task.id} has no run without a fault (controls.placebo).`)
  const probe = judgingProbe(lab, `Task ${task.id}`, task.probe)
  return {
    kind: 'quiet',
    taskId: task.id,
    probe,
    slo: sloOf(lab, probe),
    quietMs: durationMs(task.controls.placebo),
    alerts: alertProbesOf(lab),
  }
}

/** The run without one mechanism; throws BAD_REQUEST when the task does not know it. */
export const ablationPlan = (
  lab: PlannedLab,
  task: SurviveTask,
  seed: string,
  id: string | undefined,
): RoundsPlan => {
  const ablation = task.controls.ablations.find((each) => each.id === id)
  const known = task.controls.ablations.map((each) => each.id).join(', ') || 'none'
  if (!ablation)
    throw new DojoError(
      'BAD_REQUEST',
      `Task ${task.id} has no ablation ${id ?? '(none named)'}; it has: ${known}.`,
    )
  const { run, restore } = ablation
  return { ...survivePlan(lab, task, seed), ablation: { id: ablation.id, run, restore } }
}
