import { DojoError, durationMs, type LabFile, type LocalizedText } from '@noops-dojo/contracts'
import { containerCrash } from './container-crash.ts'
import { containerPause } from './container-pause.ts'
import { containerStop } from './container-stop.ts'
import type { Fault } from './fault.ts'
import { processStop } from './process-stop.ts'
import { releaseBad } from './release-bad.ts'

type LabFaultSpec = LabFile['spec']['faults'][string]

/** Every fault of the dojo, by name. A new one is a new file and a line here; docs/faults.md is made from this. */
export const faults: readonly Fault[] = [
  containerCrash,
  containerPause,
  containerStop,
  processStop,
  releaseBad,
] as readonly unknown[] as readonly Fault[]

/** Gives the fault of that name; throws DojoError FAULT_NOT_FOUND naming those that exist. */
export const faultNamed = (name: string): Fault => {
  const found = faults.find((fault) => fault.name === name)
  if (found) return found
  const known = faults.map((fault) => fault.name).join(', ')
  throw new DojoError('FAULT_NOT_FOUND', `there is no fault ${name}; known are ${known}`)
}

/** Longest time that any fault may last: labs cannot ask for more than the engine will hold. */
export const longestFaultMs = durationMs('10m')

/** Checks the parameters of a fault; throws DojoError FAULT_INVALID with the place and the problem. */
export const parseFaultParams = (fault: Fault, given: unknown): unknown => {
  const parsed = fault.params.safeParse(given)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const place = issue?.path.length ? `with.${issue.path.join('.')}` : 'with'
    throw new DojoError('FAULT_INVALID', `${fault.name}, ${place}: ${issue?.message ?? 'wrong'}`)
  }
  if (fault.lastsMs(parsed.data) > longestFaultMs)
    throw new DojoError('FAULT_INVALID', `${fault.name}, with.for: a fault lasts 10 minutes at most`)
  return parsed.data
}

/** What is wrong with a fault of a lab file, or undefined: for the loader and `dojo lab lint`. */
export const labFaultProblem = (spec: LabFaultSpec): string | undefined => {
  try {
    parseFaultParams(faultNamed(spec.use), spec.with)
    return spec.target === undefined ? `${spec.use} needs a target` : undefined
  } catch (error) {
    if (error instanceof DojoError) return error.message
    throw error
  }
}

/** What a lab's page says about one of its faults. `durationMs` null: it is over at once. */
export const describeLabFault = (
  spec: LabFaultSpec,
  target: string,
): { effect: LocalizedText; durationMs: number | null } => {
  const fault = faultNamed(spec.use)
  const params = parseFaultParams(fault, spec.with)
  return { effect: fault.effect(params, target), durationMs: fault.lastsMs(params) || null }
}
