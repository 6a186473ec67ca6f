import { DojoError, durationMs, type Task } from '@noops-dojo/contracts'
import type { AlertPlan } from '../attempt-plan.ts'
import { defaultProbe, faultOf, probeOf, sloOf, type PlannedLab } from './lab-parts.ts'

/** Reads an alert task of a lab for one sandbox; throws LAB_INVALID when it names a probe or fault that is not there. */
export const alertPlan = (lab: PlannedLab, task: Extract<Task, { mode: 'alert' }>): AlertPlan => {
  const probe = probeOf(lab, task.alert)
  if (!probe)
    throw new DojoError(
      'LAB_INVALID',
      `Task ${task.id}: there is no probe ${task.alert}. Tell who wrote the lab.`,
    )
  const service = defaultProbe(lab)
  const [earliest, latest] = task.fault.at.between
  return {
    kind: 'alert',
    taskId: task.id,
    probe,
    slo: service && sloOf(lab, service),
    service: service?.name === probe.name ? undefined : service,
    round: {
      faults: [faultOf(lab, `Task ${task.id}`, task.fault.use)],
      between: [durationMs(earliest), durationMs(latest)],
      gapMs: 0,
    },
    quietMs: durationMs(task.expect.quiet),
    expected: {
      fireWithinMs: durationMs(task.expect.fireWithin),
      resolveWithinMs: durationMs(task.expect.resolveWithin),
      isHandsOffRequired: task.handsOff === 'required',
    },
  }
}
