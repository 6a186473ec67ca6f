import { dojoDuration, goSeconds } from './go-duration.ts'
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
  const value = dojoDuration(offset)
  return [{ use: 'clock.skew', wanted: [{ names: ['offset'], value, field: 'timeOffset' }] }]
}

/** DNSChaos: names that do not resolve, or to somewhere else. */
export const readDnsChaos = (reading: SpecReading): Asked[] => {
  const action = reading.take('action')
  const names: Wanted = { names: ['names', 'name'], value: reading.take('patterns'), field: 'patterns' }
  if (action === 'error') return [{ use: 'dns.nxdomain', wanted: [names] }]
  if (action === 'random') return [{ use: 'dns.spoof', wanted: [names] }]
  reading.refuse('action', `there is no action ${String(action)} of DNSChaos`)
  return []
}
