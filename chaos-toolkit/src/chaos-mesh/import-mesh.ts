import type { FaultDescription } from '@noops-dojo/contracts'
import { fitParameters } from './fit.ts'
import { dojoDuration, goSeconds } from './go-duration.ts'
import { readHttpChaos, readStressChaos } from './http-and-stress.ts'
import { readNetworkChaos } from './network.ts'
import { readDnsChaos, readPodChaos, readTimeChaos, type Asked } from './pod-and-time.ts'
import { SpecReading } from './reading.ts'
import { readMode, selectedService } from './selector.ts'
import type { MeshFault, MeshImport, MeshSpec } from './spec.ts'

const readers: Record<string, (reading: SpecReading) => Asked[]> = {
  PodChaos: readPodChaos,
  NetworkChaos: readNetworkChaos,
  StressChaos: readStressChaos,
  DNSChaos: readDnsChaos,
  HTTPChaos: readHttpChaos,
  TimeChaos: readTimeChaos,
}

/** Kinds of Chaos Mesh that become faults. */
export const meshKinds = Object.keys(readers)

const faultsOf = (
  reading: SpecReading,
  asked: readonly Asked[],
  faults: readonly FaultDescription[],
): MeshFault[] => {
  const target = selectedService(reading, 'selector')
  readMode(reading)
  const lastsS = goSeconds(reading.take('duration')) ?? null
  if (target === undefined) return []
  return asked.flatMap(({ use, wanted }) => {
    const isOver = faults.find(({ name }) => name === use)?.ends === 'nothing'
    const duration = lastsS === null || isOver ? undefined : dojoDuration(lastsS)
    const fitted = fitParameters(reading, use, faults, [
      ...wanted,
      { names: ['for'], value: duration, field: 'duration' },
    ])
    return fitted === undefined ? [] : [{ title: reading.title, use, target, with: fitted, lastsS }]
  })
}

/**
 * Turns Chaos Mesh objects into faults of this dojo, in their order, and tells everything that it did not understand:
 * every field that is not read is on the list. Source of the fields: chaos-mesh `api/v1alpha1/*_types.go`.
 */
export const importMesh = (specs: readonly MeshSpec[], faults: readonly FaultDescription[]): MeshImport => {
  const results = specs.map((spec): MeshImport => {
    const read = readers[spec.kind]
    if (read === undefined) {
      const why = `only ${meshKinds.join(', ')} have faults`
      return { faults: [], notUnderstood: [{ title: spec.title, field: 'kind', why }] }
    }
    const reading = new SpecReading(spec)
    const found = faultsOf(reading, read(reading), faults)
    reading.finish()
    return { faults: found, notUnderstood: reading.notUnderstood }
  })
  return {
    faults: results.flatMap((result) => result.faults),
    notUnderstood: results.flatMap((result) => result.notUnderstood),
  }
}
