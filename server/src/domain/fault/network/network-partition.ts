import { z } from 'zod'
import { filterFault } from './namespace/filter-fault.ts'
import { direction, lasting, peerName } from './namespace/parameters.ts'
import { hooksOf, peerMatches, type Direction, type Rule } from './namespace/rules.ts'
import type { NetworkRecord } from './namespace/record.ts'
import { neighbourOf, quietPort, type Traffic } from './namespace/traffic.ts'

const params = z.strictObject({
  from: peerName
    .optional()
    .describe(
      'Service or container that the target is cut off from, by its addresses at this time; default: all.',
    ),
  direction: direction('both', 'packets'),
  for: lasting('20s'),
})

/** Rules that drop everything that is exchanged with the peers, or with everybody. */
export const dropAll = (way: Direction, peers: readonly string[], window?: Rule['window']): Rule[] =>
  hooksOf(way).flatMap((hook) =>
    peerMatches(hook, peers).map((match) => ({
      ...{ table: 'filter' as const, hook, match, jump: ['DROP'] },
      ...(window ? { window } : {}),
    })),
  )

/** Connections through a partition, from the side whose packets are dropped first. */
export const connectAcross = (way: Direction, record: NetworkRecord, count: number): Traffic => {
  const { own, peers, peerContainerId } = record
  const address = own[0] ?? ''
  const inward = { from: peerContainerId === null ? 'neighbour' : 'peer', address } as const
  const outward = { from: 'target', address: peers[0] ?? neighbourOf(address) } as const
  const common = { kind: 'tcp', port: quietPort, count, timeoutMs: 300, until: 'timeout' } as const
  return { ...(way === 'in' ? inward : outward), ...common }
}

/** Packets vanish without an answer, as behind a dead switch. */
export const networkPartition = filterFault<z.infer<typeof params>>({
  name: 'network.partition',
  title: { en: 'Network partition', ja: 'ネットワーク分断' },
  params,
  rung: {
    rung: 'filter',
    text: { en: 'iptables drops packets by address', ja: 'iptables がアドレスによりパケットを捨てる' },
  },
  effect: ({ from, direction: way, for: time }, target) => ({
    en: `Cuts one container of ${target} off from ${from ?? 'everybody'} (${{ in: 'packets to it', out: 'packets from it', both: 'both directions' }[way]}): packets vanish without an answer; the kernel ends it after ${time} at the latest.`,
    ja: `${target} のコンテナ 1 つを${from ?? 'すべての相手'}から切り離します（${{ in: '届くパケット', out: '出るパケット', both: '両方向' }[way]}）。パケットは何の返事もなく消えます。遅くとも ${time} 後にカーネルが終わらせます。`,
  }),
  peer: ({ from = '' }) => from,
  rules: ({ direction: way }, { peers }) => dropAll(way, peers),
  traffic: ({ direction: way }, record) => connectAcross(way, record, 3),
  judge: ({ outcomes }) => outcomes['connected'] === undefined,
})
