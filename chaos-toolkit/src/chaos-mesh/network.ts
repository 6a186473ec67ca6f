import { dojoDuration, goSeconds } from './go-duration.ts'
import type { Wanted } from './fit.ts'
import type { Asked } from './pod-and-time.ts'
import { dojoRate } from './rate.ts'
import type { SpecReading } from './reading.ts'
import { selectedService } from './selector.ts'

const durationAt = (reading: SpecReading, field: string): string | undefined => {
  const seconds = goSeconds(reading.take(field))
  return seconds === undefined ? undefined : dojoDuration(seconds)
}

/** Ours: `in` is what reaches the target, `out` what it sends; Chaos Mesh’s `to` is what it sends to the other side. */
const directions: Record<string, string> = { to: 'out', from: 'in', both: 'both' }

/** Chaos Mesh shapes what a pod sends, unless it says otherwise. */
const direction = (reading: SpecReading): Wanted => ({
  names: ['direction'],
  value: directions[String(reading.take('direction') ?? 'to')],
  field: 'direction',
})

/** The other side, when the fault is on the traffic with one service only. */
const peer = (reading: SpecReading, names: readonly string[]): Wanted => {
  const isGiven = reading.take('target.mode') !== undefined
  return { names, value: isGiven ? selectedService(reading, 'target.selector') : undefined, field: 'target' }
}

const delay = (reading: SpecReading): Asked => ({
  use: 'network.delay',
  wanted: [
    { names: ['latency'], value: durationAt(reading, 'delay.latency'), field: 'delay.latency' },
    { names: ['jitter'], value: durationAt(reading, 'delay.jitter'), field: 'delay.jitter' },
    peer(reading, ['peer']),
  ],
})

const loss = (reading: SpecReading): Asked => ({
  use: 'network.loss',
  wanted: [
    { names: ['percent'], value: Number(reading.take('loss.loss')), field: 'loss.loss' },
    direction(reading),
    peer(reading, ['peer']),
  ],
})

const bandwidth = (reading: SpecReading): Asked => ({
  use: 'network.bandwidth',
  wanted: [
    { names: ['rate'], value: dojoRate(reading.take('bandwidth.rate')), field: 'bandwidth.rate' },
    direction(reading),
    peer(reading, ['peer']),
  ],
})

const partition = (reading: SpecReading): Asked => ({
  use: 'network.partition',
  wanted: [peer(reading, ['from']), direction(reading)],
})

const netem = (reading: SpecReading): Asked[] => [
  ...(reading.take('delay.latency') === undefined ? [] : [delay(reading)]),
  ...(reading.take('loss.loss') === undefined ? [] : [loss(reading)]),
]

/**
 * NetworkChaos: delay, loss, bandwidth, partition, and of netem its delay and loss, one after the other. Correlation,
 * reorder, duplicate and corrupt have no counterpart.
 */
export const readNetworkChaos = (reading: SpecReading): Asked[] => {
  const action = reading.take('action')
  if (action === 'partition') return [partition(reading)]
  if (action === 'delay') return [delay(reading)]
  if (action === 'loss') return [loss(reading)]
  if (action === 'bandwidth') return [bandwidth(reading)]
  if (action === 'netem') return netem(reading)
  reading.refuse('action', `${String(action)} of packets has no counterpart`)
  return []
}
