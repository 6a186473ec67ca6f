import { dojoOffset, goSeconds } from './go-duration.ts'
import type { SpecReading } from './reading.ts'
import type { Wanted } from './fit.ts'

/** What a kind of Chaos Mesh object asks for, before the registry has its say. */
export interface Asked {
  readonly use: string
  readonly wanted: readonly Wanted[]
}

/** PodChaos: a killed pod is a crash, a failed one hangs. */
export const readPodChaos = (reading: SpecReading): Asked[] => {
  const action = reading.take('action')
  if (reading.take('gracePeriod') !== undefined && reading.take('gracePeriod') !== 0)
    reading.refuse('gracePeriod', 'a crash is SIGKILL, at once')
  if (reading.take('containerNames') !== undefined)
    reading.refuse('containerNames', 'a task of a service has one container')
  if (action === 'pod-kill' || action === 'container-kill') return [{ use: 'container.crash', wanted: [] }]
  if (action === 'pod-failure') return [{ use: 'container.pause', wanted: [] }]
  reading.refuse('action', `there is no action ${String(action)} of PodChaos`)
  return []
}

/** TimeChaos: the clock of the application is off. */
export const readTimeChaos = (reading: SpecReading): Asked[] => {
  const offset = goSeconds(reading.take('timeOffset'))
  if (offset === undefined) {
    reading.refuse('timeOffset', 'it is no duration such as -10m')
    return []
  }
  const value = dojoOffset(offset)
  return [{ use: 'clock.skew', wanted: [{ names: ['offset'], value, field: 'timeOffset' }] }]
}

const knownName = /^(\*\.)?[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/

/** Names as dns faults take them (`api`, `*.example`); another wildcard is told. */
const namesIn = (reading: SpecReading): string[] | undefined => {
  const patterns = reading.take('patterns')
  if (!Array.isArray(patterns)) return undefined
  const names = patterns.map(String)
  const odd = names.filter((name) => !knownName.test(name))
  if (odd.length > 0)
    reading.refuse('patterns', `${odd.join(', ')}: a name is api, or *.example for all below it`)
  return names.filter((name) => knownName.test(name))
}

/** DNSChaos: names that do not resolve, or to somewhere else. Without a name that is understood, nothing is done. */
export const readDnsChaos = (reading: SpecReading): Asked[] => {
  const action = reading.take('action')
  const names = namesIn(reading)
  if (names?.length === 0) return []
  const wanted: Wanted[] = [{ names: ['names'], value: names, field: 'patterns' }]
  if (action === 'error') return [{ use: 'dns.nxdomain', wanted }]
  if (action === 'random') return [{ use: 'dns.spoof', wanted }]
  reading.refuse('action', `there is no action ${String(action)} of DNSChaos`)
  return []
}
