import { z } from 'zod'
import { filterFault } from './namespace/filter-fault.ts'
import { direction, lasting, peerName, percentOf } from './namespace/parameters.ts'
import { hooksOf, peerMatches } from './namespace/rules.ts'
import { neighbourOf, quietPort } from './namespace/traffic.ts'

const params = z.strictObject({
  percent: percentOf(20, 'Share of the packets that are lost, each by its own draw.'),
  direction: direction('in', 'packets'),
  peer: peerName.optional().describe('Only packets to or from this service or container; default: all.'),
  for: lasting('20s'),
})

/** Enough that 1 % is seen: the chance to miss it is 0.99^2000. */
const datagrams = 2000

/** Packets are dropped by chance. Better than netem here: it works in both directions, and the kernel ends it. */
export const networkLoss = filterFault<z.infer<typeof params>>({
  name: 'network.loss',
  title: { en: 'Packet loss', ja: 'パケットロス' },
  params,
  rung: {
    rung: 'filter',
    text: {
      en: 'iptables statistic drops packets by chance, each by itself',
      ja: 'iptables の statistic が、パケットごとにくじで捨てる',
    },
  },
  effect: ({ percent, direction: way, for: time }, target) => ({
    en: `Drops ${percent} % of the packets ${{ in: 'to', out: 'from', both: 'to and from' }[way]} one container of ${target}; the kernel ends it after ${time} at the latest.`,
    ja: `${target} のコンテナ 1 つ${{ in: 'に届く', out: 'から出る', both: 'に出入りする' }[way]}パケットの ${percent} % を捨てます。遅くとも ${time} 後にカーネルが終わらせます。`,
  }),
  peer: ({ peer = '' }) => peer,
  rules: ({ percent, direction: way }, { peers }) =>
    hooksOf(way).flatMap((hook) =>
      peerMatches(hook, peers).map((match) => ({
        table: 'filter' as const,
        hook,
        match: [...match, '-m', 'statistic', '--mode', 'random', '--probability', (percent / 100).toFixed(8)],
        jump: ['DROP'],
      })),
    ),
  traffic: ({ direction: way }, { own, peers, peerContainerId }) => {
    const address = own[0] ?? ''
    const inward = { from: peerContainerId === null ? 'neighbour' : 'peer', address } as const
    const outward = { from: 'target', address: peers[0] ?? neighbourOf(address) } as const
    return { ...(way === 'in' ? inward : outward), kind: 'udp', port: quietPort, count: datagrams }
  },
})
