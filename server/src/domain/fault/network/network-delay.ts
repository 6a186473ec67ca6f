import { DojoError, durationMs, type FidelityRung } from '@noops-dojo/contracts'
import { z } from 'zod'
import type { Fault, FaultOrder, FaultTools, Injection, Proof } from '../fault.ts'
import { readStamps } from '../helper-script.ts'
import { runInNamespace } from './namespace/namespace-run.ts'
import { direction, durationBetween, established, lasting, peerName, port } from './namespace/parameters.ts'
import { injectProxy, proxyFault, type ProxyFault } from './namespace/proxy-fault.ts'
import { redirectRules, standingFilter } from './namespace/proxy-rules.ts'
import { assertSameProcess, type NetworkRecord } from './namespace/record.ts'
import { netemScript } from './namespace/script.ts'
import { neighbourOf, proveByTraffic, quietPort, type Judge, type Traffic } from './namespace/traffic.ts'

const params = z
  .strictObject({
    latency: durationBetween('1ms', '1m')
      .default('200ms')
      .describe('How late what the target sends arrives: once for each round trip.'),
    jitter: durationBetween('0ms', '1m').default('0ms').describe('Up to this more or less, by chance.'),
    direction: direction('both', 'connections that others open'),
    port: port.describe('Only connections to this port; default: all.'),
    peer: peerName.optional().describe('Only connections with this service or container; default: all.'),
    established,
    for: lasting('20s'),
  })
  .refine(({ latency, jitter }) => durationMs(jitter) <= durationMs(latency), {
    message: 'jitter must not be longer than latency: nothing arrives before it was sent',
    path: ['jitter'],
  })
type Params = z.infer<typeof params>

const netem: FidelityRung = {
  rung: 'kernel',
  text: {
    en: 'netem on the target’s interface holds back what it sends',
    ja: '標的のインターフェースの netem が、送るものを遅らせる',
  },
}
const proxy: FidelityRung = {
  rung: 'transparent-proxy',
  text: {
    en: 'a proxy in the target’s network namespace holds back what it sends over TCP; connecting itself is not slowed, and applications see the target’s own address as the client',
    ja: '標的のネットワーク名前空間のプロキシが、TCP で送るものを遅らせる。接続そのものは遅れず、アプリにはクライアントが標的自身のアドレスに見える',
  },
}

const traffic = (values: Params, record: NetworkRecord): Traffic => {
  const { own, listening, peers, peerContainerId, peerListening } = record
  const address = own[0] ?? ''
  const timeoutMs = durationMs(values.latency) + durationMs(values.jitter) + 3000
  const common = { count: 3, timeoutMs } as const
  const served = values.port ?? listening[0]
  if (values.direction !== 'out' && served !== undefined) {
    const from = peerContainerId === null ? 'neighbour' : 'peer'
    return { from, kind: 'http', address, port: served, ...common }
  }
  const called = values.port ?? peerListening[0]
  const [peer] = peers
  return peer !== undefined && called !== undefined
    ? { from: 'target', kind: 'http', address: peer, port: called, ...common }
    : { from: 'target', kind: 'tcp', address: neighbourOf(address), port: called ?? quietPort, ...common }
}

/** Answers must be late; where there is nobody to answer, an accepted connection shows that the proxy took it. */
const judge =
  (values: Params, kind: Traffic['kind']): Judge =>
  ({ ms, outcomes }) => {
    if (kind === 'tcp') return outcomes['connected'] !== undefined
    const least = durationMs(values.latency) - durationMs(values.jitter)
    return ms.length > 0 && ms.every((each) => each >= 0.9 * least)
  }

const prove = (tools: FaultTools, order: FaultOrder<Params>, record: NetworkRecord): Promise<Proof> => {
  const own = traffic(order.params, record)
  return proveByTraffic(tools, order, record, own, judge(order.params, own.kind))
}

const spec: ProxyFault<Params> = {
  name: 'network.delay',
  category: 'network',
  title: { en: 'Network delay', ja: 'ネットワーク遅延' },
  params,
  rungs: [netem, proxy],
  proxy: 'delay',
  effect: ({ latency, jitter, for: time }, target) => ({
    en: `Delays what one container of ${target} sends by ${latency}${durationMs(jitter) > 0 ? ` ± ${jitter}` : ''}, as a far or crowded network would; it ends after ${time} at the latest.`,
    ja: `${target} のコンテナ 1 つが送るものを、遠い、または混んだネットワークのように ${latency}${durationMs(jitter) > 0 ? ` ± ${jitter}` : ''} 遅らせます。遅くとも ${time} 後に終わります。`,
  }),
  peer: ({ peer = '' }) => peer,
  check: ({ direction: way, port: only }, { listening, containerName }) => {
    if (way === 'in' && listening.length === 0 && only === undefined)
      throw new DojoError(
        'FAULT_INVALID',
        `network.delay, with.direction: nothing listens in ${containerName}, so no connection to it could be delayed`,
      )
  },
  settings: ({ latency, jitter }, { own }) => ({
    latencyMs: durationMs(latency),
    jitterMs: durationMs(jitter),
    own,
  }),
  rules: ({ direction: way, port: only }, record) => redirectRules({ direction: way, port: only }, record),
  standing: ({ direction: way, port: only, established: standing }, record) =>
    standing === 'keep' ? '' : standingFilter({ direction: way, port: only }, record),
  prove,
}

/** netem delays all that leaves an interface: it cannot be had for one port, one peer or one direction alone. */
const isForNetem = ({ direction: way, port: only, peer }: Params): boolean =>
  way === 'both' && only === undefined && peer === undefined

/** Tries netem; undefined: this kernel does not have it. */
const injectNetem = async (
  tools: FaultTools,
  order: FaultOrder<Params>,
  record: NetworkRecord,
): Promise<Injection | undefined> => {
  await assertSameProcess(tools, order, record)
  const { latency, jitter } = order.params
  const args = [record.handle, `${durationMs(latency)}ms`, `${durationMs(jitter)}ms`]
  const { output } = await runInNamespace(tools, order, record.containerId, netemScript, args)
  return output.includes('no netem')
    ? undefined
    : { ...readStamps({ exitCode: 0, output }, order.target), rung: netem }
}

export const networkDelay: Fault<Params, NetworkRecord> = {
  ...proxyFault(spec),
  inject: async (tools, order, record) => {
    const inKernel = isForNetem(order.params) ? await injectNetem(tools, order, record) : undefined
    return inKernel ?? { ...(await injectProxy(spec, tools, order, record)), rung: proxy }
  },
}
