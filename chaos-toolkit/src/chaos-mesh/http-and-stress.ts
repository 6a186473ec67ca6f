import { dojoDuration, goSeconds } from './go-duration.ts'
import type { Wanted } from './fit.ts'
import type { Asked } from './pod-and-time.ts'
import { dojoSize } from './rate.ts'
import type { SpecReading } from './reading.ts'

/** Chaos Mesh’s path may have wildcards; ours is a beginning. */
const pathIn = (reading: SpecReading): string | undefined => {
  const path = reading.take('path')
  if (path === undefined || path === '*') return undefined
  const start = String(path).replace(/\*$/, '')
  if (/^\/[\w./~%-]*$/.test(start)) return start
  reading.refuse('path', 'a path is meant by its beginning: /api')
  return undefined
}

/** Which requests are meant: every one of those of a port and a path. */
const scope = (reading: SpecReading): Wanted[] => [
  { names: ['port'], value: reading.take('port'), field: 'port' },
  { names: ['path'], value: pathIn(reading), field: 'path' },
  { names: ['percent'], value: 100, field: 'mode' },
]

/** HTTPChaos: abort, delay and another status code, for all requests of a port and the beginning of a path. */
export const readHttpChaos = (reading: SpecReading): Asked[] => {
  reading.take('target')
  const asked: Asked[] = []
  const delay = goSeconds(reading.take('delay'))
  const code = reading.take('replace.code')
  if (reading.take('abort') === true) asked.push({ use: 'http.abort', wanted: scope(reading) })
  if (delay !== undefined) {
    const late = { names: ['delay', 'latency'], value: dojoDuration(delay), field: 'delay' }
    asked.push({ use: 'http.delay', wanted: [late, ...scope(reading)] })
  }
  if (code !== undefined) {
    const status = { names: ['status'], value: code, field: 'replace.code' }
    asked.push({ use: 'http.status', wanted: [status, ...scope(reading)] })
  }
  if (asked.length === 0) reading.refuse('action', 'only abort, delay and replace.code have a counterpart')
  return asked
}

/** StressChaos: load on CPU and memory, within the container’s own limits. */
export const readStressChaos = (reading: SpecReading): Asked[] => {
  const asked: Asked[] = []
  if (reading.take('stressors.cpu.workers') !== undefined)
    asked.push({
      use: 'cpu.stress',
      wanted: ['workers', 'load'].map((name) => ({
        names: [name],
        value: reading.take(`stressors.cpu.${name}`),
        field: `stressors.cpu.${name}`,
      })),
    })
  const workers = reading.take('stressors.memory.workers')
  const amount = reading.take('stressors.memory.size')
  if (workers === undefined && amount === undefined) return asked
  if (Number(workers) > 1) reading.refuse('stressors.memory.workers', 'one takes the whole amount')
  const size = dojoSize(amount)
  if (size === undefined) reading.refuse('stressors.memory.size', 'only an amount, such as 256MB')
  const wanted = [{ names: ['size'], value: size, field: 'stressors.memory.size' }]
  asked.push({ use: 'memory.stress', wanted })
  return asked
}
