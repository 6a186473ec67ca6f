import { z } from 'zod'
import { filterFault } from './namespace/filter-fault.ts'
import { lasting, port } from './namespace/parameters.ts'
import { quietPort } from './namespace/traffic.ts'

/** Own traffic for the proof opens one more than the limit at once. */
const mostConnections = 500
const params = z.strictObject({
  connections: z
    .number()
    .int()
    .min(1, 'it must be 1 to 500 connections')
    .max(mostConnections, 'it must be 1 to 500 connections')
    .default(10)
    .describe('Connections to the target that may stand at the same time.'),
  port: port.describe('Only connections to this port of the target; default: all.'),
  for: lasting('20s'),
})

/** A full connection table: who comes later is refused until somebody leaves. */
export const networkConnectionLimit = filterFault<z.infer<typeof params>>({
  name: 'network.connection-limit',
  title: { en: 'Connection limit', ja: 'コネクション数の上限' },
  params,
  rung: {
    rung: 'filter',
    text: {
      en: 'iptables connlimit refuses connections above the limit',
      ja: 'iptables の connlimit が上限を超える接続を断る',
    },
  },
  effect: ({ connections, port: only, for: time }, target) => ({
    en: `Refuses TCP connections to ${only === undefined ? '' : `port ${only} of `}one container of ${target} while ${connections} stand; the kernel ends it after ${time} at the latest.`,
    ja: `${target} のコンテナ 1 つ${only === undefined ? '' : `のポート ${only} `}への TCP コネクションを、${connections} 本を超えると拒否します。遅くとも ${time} 後にカーネルが終わらせます。`,
  }),
  rules: ({ connections, port: only }) => [
    {
      table: 'filter',
      hook: 'INPUT',
      match: [
        ...['!', '-i', 'lo', '-p', 'tcp', '--syn', ...(only === undefined ? [] : ['--dport', String(only)])],
        // A mask of 0 counts everybody together, not each client by itself.
        ...['-m', 'connlimit', '--connlimit-above', String(connections), '--connlimit-mask', '0'],
      ],
      jump: ['REJECT', '--reject-with', 'tcp-reset'],
    },
  ],
  traffic: ({ connections, port: only }, { own, listening }) => ({
    from: 'neighbour',
    kind: 'hold',
    address: own[0] ?? '',
    port: only ?? listening[0] ?? quietPort,
    count: connections + 10,
    timeoutMs: 3000,
  }),
  judge: ({ outcomes }) => outcomes['refused'] !== undefined,
})
