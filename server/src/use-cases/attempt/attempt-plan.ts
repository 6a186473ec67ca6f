import { DojoError, durationMs, type LabSpec, type Task } from '@noops-dojo/contracts'
import type { ProbeTiming } from '../../domain/recovery/evidence.ts'
import type { Expectation } from '../../domain/recovery/judgement.ts'
import { fillIn, type ParamValues } from '../../domain/sandbox/lab-parameters.ts'

export type SurviveTask = Extract<Task, { mode: 'survive' }>

/** What an attempt of a survive task does, with every duration in milliseconds. */
export interface AttemptPlan {
  readonly taskId: string
  readonly probe: { readonly name: string; readonly timing: ProbeTiming }
  readonly fault: {
    readonly id: string
    readonly use: string
    readonly with: unknown
    readonly target: string
  }
  readonly between: readonly [number, number]
  readonly times: number
  readonly gapMs: number
  readonly holdMs: number
  readonly horizonMs: number
  readonly expected: Expectation
}

const invalid = (taskId: string, what: string): DojoError =>
  new DojoError('LAB_INVALID', `Task ${taskId}: ${what}. Tell who wrote the lab.`)

/** Reads a survive task of a lab for one sandbox; throws LAB_INVALID when it names a probe or fault that is not there. */
export const attemptPlan = (spec: LabSpec, task: SurviveTask, params: ParamValues): AttemptPlan => {
  const names = Object.keys(spec.probes)
  const name = task.probe ?? spec.slo?.probe ?? (names.length === 1 ? names[0] : undefined)
  const probe = name === undefined ? undefined : spec.probes[name]
  if (name === undefined || !probe) throw invalid(task.id, 'there is no probe to judge by')
  if (!task.fault) throw invalid(task.id, 'it has no fault')
  const fault = spec.faults[task.fault.use]
  if (!fault?.target) throw invalid(task.id, `there is no fault ${task.fault.use} with a target`)
  const [earliest, latest] = task.fault.at.between
  return {
    taskId: task.id,
    probe: { name, timing: { everyMs: durationMs(probe.every), timeoutMs: durationMs(probe.timeout) } },
    fault: { id: task.fault.use, use: fault.use, with: fault.with, target: fillIn(fault.target, params) },
    between: [durationMs(earliest), durationMs(latest)],
    times: task.fault.times,
    gapMs: durationMs(task.fault.gap),
    holdMs: durationMs(task.expect.hold),
    horizonMs: durationMs(task.expect.horizon),
    expected: {
      recoverWithinMs: durationMs(task.expect.recoverWithin),
      availability: task.expect.availability,
      isHandsOffRequired: task.handsOff === 'required',
    },
  }
}
