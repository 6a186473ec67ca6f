import { z } from 'zod'
import { filterFault } from './namespace/filter-fault.ts'
import { lasting, port } from './namespace/parameters.ts'
import { quietPort } from './namespace/traffic.ts'

const params = z.strictObject({
  port: port.describe('Only connections to this port of the target; default: all.'),
  for: lasting('20s'),
})

/** Every packet of others' connections is answered with RST: standing ones break, new ones are refused. */
export const networkReset = filterFault<z.infer<typeof params>>({
  name: 'network.reset',
  title: { en: 'Connection reset', ja: 'コネクションのリセット' },
  params,
  rung: {
    rung: 'filter',
    text: { en: 'iptables answers with TCP resets', ja: 'iptables が TCP リセットを返す' },
  },
  effect: ({ port: only, for: time }, target) => ({
    en: `Resets every TCP connection to ${only === undefined ? '' : `port ${only} of `}one container of ${target}, new ones too; the kernel ends it after ${time} at the latest.`,
    ja: `${target} のコンテナ 1 つ${only === undefined ? '' : `のポート ${only} `}への TCP コネクションを、新しいものも含めてすべてリセットします。遅くとも ${time} 後にカーネルが終わらせます。`,
  }),
  rules: ({ port: only }) => [
    {
      table: 'filter',
      hook: 'INPUT',
      match: [
        ...['!', '-i', 'lo', '-p', 'tcp', ...(only === undefined ? [] : ['--dport', String(only)])],
        ...['-m', 'conntrack', '--ctdir', 'ORIGINAL'],
      ],
      jump: ['REJECT', '--reject-with', 'tcp-reset'],
    },
  ],
  traffic: ({ port: only }, { own, listening }) => ({
    from: 'neighbour',
    kind: 'tcp',
    address: own[0] ?? '',
    port: only ?? listening[0] ?? quietPort,
    count: 3,
  }),
  judge: ({ outcomes }) => outcomes['refused'] !== undefined,
})
