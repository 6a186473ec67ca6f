import type { FaultDescription } from '@noops-dojo/contracts'
import { isMapping, type Mapping } from '../value/mapping.ts'
import type { SpecReading } from './reading.ts'

/** A parameter that is wanted: its names in the registry, the first that the fault has is used. */
export interface Wanted {
  readonly names: readonly string[]
  readonly value: unknown
  /** Field of the spec that it comes from. */
  readonly field: string
}

/**
 * Gives the parameters that a fault of this dojo has; what it does not have is told. Undefined, and told, when the dojo
 * does not have the fault.
 */
export const fitParameters = (
  reading: SpecReading,
  use: string,
  faults: readonly FaultDescription[],
  wanted: readonly Wanted[],
): Mapping | undefined => {
  const fault = faults.find(({ name }) => name === use)
  if (fault === undefined) {
    reading.refuse('action', `this dojo does not have the fault ${use}`)
    return undefined
  }
  const known = isMapping(fault.params.properties) ? fault.params.properties : {}
  const fitted: Mapping = {}
  for (const { names, value, field } of wanted) {
    if (value === undefined) continue
    const name = names.find((candidate) => candidate in known)
    if (name === undefined) reading.refuse(field, `${use} has no ${names[0]}`)
    else fitted[name] = value
  }
  return fitted
}
