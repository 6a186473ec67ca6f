import { DojoError, durationMs, type LabSpec } from '@noops-dojo/contracts'
import type { ProbeTiming } from '../../../domain/recovery/outage/evidence.ts'
import { probeUrl } from '../../../domain/sandbox/engine-names.ts'
import { fillIn, type ParamValues } from '../../../domain/sandbox/lab/lab-parameters.ts'

/** A probe that an attempt follows. */
export interface WatchedProbe {
  readonly name: string
  readonly timing: ProbeTiming
}

/** A fault that an attempt injects; `id` is its name in the lab, empty for one of the console. */
export interface PlannedFault {
  readonly id: string
  readonly use: string
  readonly with: unknown
  readonly target: string
}

/** Writes that are sent while an attempt runs; URLs as the gateway asks them. */
export interface WritesPlan {
  readonly post: string
  readonly list: string
  readonly body: Record<string, unknown>
  readonly everyMs: number
  readonly timeoutMs: number
  readonly settleMs: number
  readonly isOnce: boolean
}

/** What a plan is read from: a lab, as one sandbox has it. */
export interface PlannedLab {
  readonly spec: LabSpec
  readonly sandboxId: string
  readonly params: ParamValues
}

const invalid = (where: string, what: string): DojoError =>
  new DojoError('LAB_INVALID', `${where}: ${what}. Tell who wrote the lab.`)

/** Gives a probe of the lab by name, or undefined. */
export const probeOf = ({ spec }: PlannedLab, name: string | undefined): WatchedProbe | undefined => {
  const probe = name === undefined ? undefined : spec.probes[name]
  if (name === undefined || !probe) return undefined
  return { name, timing: { everyMs: durationMs(probe.every), timeoutMs: durationMs(probe.timeout) } }
}

/** Probes that tell of the learner's alerts, not of the service. */
export const alertProbesOf = (lab: PlannedLab): WatchedProbe[] => {
  const names = lab.spec.tasks.flatMap((task) => (task.mode === 'alert' ? [task.alert] : []))
  return [...new Set(names)].flatMap((name) => probeOf(lab, name) ?? [])
}

/** The probe of the SLO, or the only one that is no alert's; undefined: nobody can tell. */
export const defaultProbe = (lab: PlannedLab): WatchedProbe | undefined => {
  const alerts = alertProbesOf(lab).map(({ name }) => name)
  const names = Object.keys(lab.spec.probes).filter((name) => !alerts.includes(name))
  return probeOf(lab, lab.spec.slo?.probe ?? (names.length === 1 ? names[0] : undefined))
}

/** Gives the probe that judges a task; throws LAB_INVALID when there is none. */
export const judgingProbe = (lab: PlannedLab, where: string, name: string | undefined): WatchedProbe => {
  const probe = name === undefined ? defaultProbe(lab) : probeOf(lab, name)
  if (!probe) throw invalid(where, 'there is no probe to judge by')
  return probe
}

/** The availability that the lab declares for this probe. */
export const sloOf = ({ spec }: PlannedLab, probe: WatchedProbe): number | undefined =>
  spec.slo?.probe === probe.name ? spec.slo.availability : undefined

/** Gives a fault of the lab; throws LAB_INVALID when it is not there. */
export const faultOf = ({ spec, params }: PlannedLab, where: string, id: string): PlannedFault => {
  const fault = spec.faults[id]
  if (!fault) throw invalid(where, `there is no fault ${id}`)
  return { id, use: fault.use, with: fault.with, target: fillIn(fault.target ?? '', params) }
}

/** Gives writes of the lab, or null when none are asked for; throws LAB_INVALID when they are not there. */
export const writesOf = (
  { spec, sandboxId, params }: PlannedLab,
  where: string,
  id: string | undefined,
): WritesPlan | null => {
  if (id === undefined) return null
  const writes = spec.writes[id]
  if (!writes) throw invalid(where, `there are no writes ${id}`)
  const url = (text: string) => probeUrl(sandboxId, fillIn(text, params))
  return {
    post: url(writes.post),
    list: url(writes.list),
    body: writes.body,
    everyMs: durationMs(writes.every),
    timeoutMs: durationMs(writes.timeout),
    settleMs: durationMs(writes.settle),
    isOnce: writes.once,
  }
}
