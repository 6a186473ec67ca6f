import { durationMs } from '@noops-dojo/contracts'
import { z } from 'zod'
import { filterFault } from './namespace/filter-fault.ts'
import { durationBetween, lasting, peerName } from './namespace/parameters.ts'
import { neighbourOf, quietPort } from './namespace/traffic.ts'
import { dropAll } from './network-partition.ts'

/** The kernel's windows are whole seconds; a half one would be a promise that nobody keeps. */
const wholeSeconds = durationBetween('1s', '5m').refine(
  (text) => durationMs(text) % 1000 === 0,
  'it must be whole seconds: the kernel opens and closes its windows by them',
)
const params = z.strictObject({
  down: wholeSeconds.default('2s').describe('How long the network is away each time.'),
  up: wholeSeconds.default('3s').describe('How long it is there in between.'),
  from: peerName.optional().describe('Only the traffic with this service or container; default: all.'),
  for: lasting('30s'),
})
type Params = z.infer<typeof params>

/** Windows in seconds after the injection; `to` counts with its own second. */
export const windowsOf = ({ down, up, for: time }: Params): { from: number; to: number }[] => {
  const [downS, upS] = [durationMs(down) / 1000, durationMs(up) / 1000]
  const count = Math.ceil(durationMs(time) / 1000 / (downS + upS))
  return Array.from({ length: count }, (_, i) => {
    const from = i * (downS + upS)
    return { from, to: from + downS - 1 }
  })
}

/** Intermittent connectivity: all windows are in the kernel from the start, so that the rhythm needs nobody alive. */
export const networkFlap = filterFault<Params>({
  name: 'network.flap',
  title: { en: 'Intermittent network', ja: '断続するネットワーク' },
  params,
  rung: {
    rung: 'filter',
    text: {
      en: 'iptables drops packets in windows that the kernel opens and closes',
      ja: 'カーネルが開け閉めする時間帯に、iptables がパケットを捨てる',
    },
  },
  effect: ({ down, up, from, for: time }, target) => ({
    en: `Cuts one container of ${target} off from ${from ?? 'everybody'} for ${down}, lets it back for ${up}, again and again; the kernel ends it after ${time} at the latest.`,
    ja: `${target} のコンテナ 1 つを${from ?? 'すべての相手'}から ${down} 切り離し、${up} 戻すことを繰り返します。遅くとも ${time} 後にカーネルが終わらせます。`,
  }),
  peer: ({ from = '' }) => from,
  rules: (values, { peers }) => windowsOf(values).flatMap((window) => dropAll('both', peers, window)),
  // A datagram that is dropped on its way out is counted at once, also when nobody has that address.
  traffic: (_values, { own, peers }) => ({
    ...{
      from: 'target',
      kind: 'udp',
      address: peers[0] ?? neighbourOf(own[0] ?? ''),
      port: quietPort,
      count: 3,
    },
  }),
  isProvedAtOnce: true,
})
