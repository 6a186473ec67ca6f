import {
  DojoError,
  durationMs,
  type FaultDescription,
  type LabFile,
  type LocalizedText,
} from '@noops-dojo/contracts'
import { z } from 'zod'
import type { Fault } from './fault.ts'
import { certificateFaults } from './certificate/index.ts'
import { dependencyFaults } from './dependency/index.ts'
import { dnsFaults } from './dns/index.ts'
import { httpFaults } from './http/index.ts'
import { networkFaults } from './network/index.ts'
import { platformFaults } from './platform/index.ts'
import { processFaults } from './process/index.ts'
import { releaseFaults } from './release/index.ts'
import { resourceFaults } from './resource/index.ts'
import { storageFaults } from './storage/index.ts'
import { timeFaults } from './time/index.ts'

type LabFaultSpec = LabFile['spec']['faults'][string]

/** Every fault of the dojo. A new one is a new file and a line in its category; docs/faults.md is made from this. */
export const faults: readonly Fault[] = [
  ...processFaults,
  ...resourceFaults,
  ...networkFaults,
  ...dnsFaults,
  ...httpFaults,
  ...storageFaults,
  ...timeFaults,
  ...certificateFaults,
  ...releaseFaults,
  ...dependencyFaults,
  ...platformFaults,
]

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
    const fault = faultNamed(spec.use)
    parseFaultParams(fault, spec.with)
    const needsTarget = fault.targetKind !== 'sandbox' && !spec.target
    return needsTarget ? `${spec.use} needs a target` : undefined
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

/** The parameters that a fault has when only the required ones are given, from its example. */
export const exampleParams = (fault: Fault): unknown => fault.params.parse(fault.example ?? {})

/** The registry as the API, the console and `dojo fault list --json` show it. */
export const describeFaults = (): FaultDescription[] =>
  faults.map((fault) => ({
    name: fault.name,
    category: fault.category,
    title: fault.title,
    targetKind: fault.targetKind,
    effect: fault.effect(exampleParams(fault), 'TARGET'),
    ends: fault.lift,
    rungs: [...fault.rungs],
    params: z.toJSONSchema(fault.params, { io: 'input' }) as Record<string, unknown>,
    example: { ...fault.example },
  }))
