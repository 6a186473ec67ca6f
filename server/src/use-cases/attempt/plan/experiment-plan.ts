import { DojoError } from '@noops-dojo/contracts'
import type { ConsoleOrder } from '../../fault/run-console-fault.ts'
import type { RoundsPlan } from '../attempt-plan.ts'
import { defaultProbe, probeOf, sloOf, type PlannedFault, type PlannedLab } from './lab-parts.ts'

export interface ExperimentOrder {
  readonly faults: readonly ConsoleOrder[]
  readonly order: 'sequence' | 'together'
  /** Default: the probe of the SLO, or the only one. */
  readonly probe?: string | undefined
  readonly recoverWithinMs: number
  readonly holdMs: number
  readonly horizonMs: number
}

/** A console experiment waits this long after its baseline, ms: nobody is to react to the click. */
const between: [number, number] = [1_000, 3_000]
const gapMs = 5_000

/** The task of an attempt that belongs to none. */
export const experimentTask = 'experiment'

/**
 * Reads the order of an experiment whose faults were checked. Throws FAULT_INVALID for the same fault twice on one target
 * together, and BAD_REQUEST when there is no such probe.
 */
export const experimentPlan = (lab: PlannedLab, order: ExperimentOrder): RoundsPlan => {
  const probe = order.probe === undefined ? defaultProbe(lab) : probeOf(lab, order.probe)
  const names = Object.keys(lab.spec.probes).join(', ') || 'none'
  if (!probe)
    throw new DojoError('BAD_REQUEST', `Name the probe that judges the experiment; this lab has: ${names}.`)
  const faults = order.faults.map(({ use, target, with: params }): PlannedFault => ({
    id: '',
    use,
    with: params,
    target,
  }))
  const twice = faults.find((a, at) => faults.findIndex((b) => a.use === b.use && a.target === b.target) < at)
  if (order.order === 'together' && twice)
    throw new DojoError('FAULT_INVALID', `${twice.use} cannot hit ${twice.target} twice at once.`)
  return {
    kind: 'rounds',
    taskId: experimentTask,
    probe,
    slo: sloOf(lab, probe),
    rounds:
      order.order === 'together'
        ? [{ faults, between, gapMs }]
        : faults.map((fault) => ({ faults: [fault], between, gapMs })),
    onRepair: null,
    holdMs: order.holdMs,
    horizonMs: order.horizonMs,
    expected: {
      recoverWithinMs: order.recoverWithinMs,
      availability: undefined,
      isHandsOffRequired: false,
    },
    writes: null,
    ablation: null,
  }
}
