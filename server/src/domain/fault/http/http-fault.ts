import { DojoError, type FidelityRung, type LocalizedText } from '@noops-dojo/contracts'
import { z } from 'zod'
import type { Fault } from '../fault.ts'
import { established, lasting, peerName, port } from '../network/namespace/parameters.ts'
import { proxyFault } from '../network/namespace/proxy-fault.ts'
import { redirectRules, standingFilter } from '../network/namespace/proxy-rules.ts'
import type { NetworkRecord } from '../network/namespace/record.ts'
import { proveByTraffic, type Seen, type Traffic } from '../network/namespace/traffic.ts'

/** Parameters that every http fault has. */
export const httpParams = {
  direction: z
    .enum(['in', 'out'])
    .default('in')
    .describe('in: requests that the target serves; out: requests that it makes to the peer.'),
  peer: peerName.optional().describe('Only requests from (in) or to (out) this service or container.'),
  port: port.describe('Only requests to this port; default: all.'),
  path: z
    .string()
    .regex(/^\/[\w./~%-]*$/, 'the beginning of a path: /api')
    .default('/')
    .describe('Only paths that begin with this.'),
  established,
  for: lasting('20s'),
}

export interface HttpValues {
  direction: 'in' | 'out'
  peer?: string | undefined
  port?: number | undefined
  path: string
  established: 'reset' | 'keep'
  for: string
}

export interface HttpFault<P> {
  readonly name: string
  readonly title: LocalizedText
  readonly params: z.ZodType<P>
  /** `what` is the requests in words: `requests to TARGET`. */
  effect(values: P, what: LocalizedText, target: string): LocalizedText
  /** Settings of images/chaos/netfault/web.py without the path. */
  settings(values: P): Record<string, unknown>
  /** How the fault shows in what own requests saw. */
  shows(values: P, seen: Seen): boolean
  /** The outcome, or the time that a request takes (ms), after which the proof need not ask any more. */
  until(values: P): { until: string } | { untilMs: number }
  /** How long one request of the proof may take beyond the usual, ms. */
  waitsMs?(values: P): number
}

const rung: FidelityRung = {
  rung: 'transparent-proxy',
  text: {
    en: 'a proxy in the target’s network namespace reads plain HTTP/1.1 and passes TLS untouched; the application sees the target’s own address as the client',
    ja: '標的のネットワーク名前空間のプロキシが平文の HTTP/1.1 を読み、TLS はそのまま通す。アプリにはクライアントが標的自身のアドレスに見える',
  },
}

/** Enough that one request of 1 % is met: the chance to miss it is 0.99^600. */
const mostRequests = 600

const trafficOf = <P extends HttpValues>(spec: HttpFault<P>, values: P, record: NetworkRecord): Traffic => {
  const { own, peers, peerContainerId, listening, peerListening } = record
  const isIn = values.direction === 'in'
  return {
    from: isIn ? (peerContainerId === null ? 'neighbour' : 'peer') : 'target',
    kind: 'http',
    address: (isIn ? own[0] : peers[0]) ?? '',
    port: values.port ?? (isIn ? listening[0] : peerListening[0]) ?? 80,
    path: values.path,
    count: mostRequests,
    timeoutMs: (spec.waitsMs?.(values) ?? 0) + 3000,
    ...spec.until(values),
  }
}

const check = (values: HttpValues, record: NetworkRecord, name: string): void => {
  if (values.direction === 'out' && record.peers.length === 0)
    throw new DojoError(
      'FAULT_INVALID',
      `${name}, with.peer: name the service whose answers to the target it hits`,
    )
  const served = values.direction === 'in' ? record.listening : record.peerListening
  if (values.port === undefined && served.length === 0)
    throw new DojoError(
      'FAULT_INVALID',
      `${name}, with.port: nobody listens there, so no request could be hit`,
    )
}

const requests = ({ direction, path, peer }: HttpValues, target: string): LocalizedText => {
  const only = path === '/' ? { en: '', ja: '' } : { en: ` under ${path}`, ja: `(${path} 以下)` }
  return direction === 'in'
    ? {
        en: `requests${only.en} to one container of ${target}${peer === undefined ? '' : ` from ${peer}`}`,
        ja: `${peer === undefined ? '' : `${peer} から `}${target} のコンテナ 1 つへのリクエスト${only.ja}`,
      }
    : {
        en: `requests${only.en} from one container of ${target} to ${peer ?? 'its peer'}`,
        ja: `${target} のコンテナ 1 つから ${peer ?? '相手'} へのリクエスト${only.ja}`,
      }
}

/** A fault of requests and answers: the proxy draws for each request by itself, whatever its connection. */
export const httpFault = <P extends HttpValues>(spec: HttpFault<P>): Fault<P, NetworkRecord> =>
  proxyFault<P>({
    ...{
      name: spec.name,
      category: 'http',
      title: spec.title,
      params: spec.params,
      rungs: [rung],
      proxy: 'web',
    },
    effect: (values, target) => spec.effect(values, requests(values, target), target),
    peer: ({ peer = '' }) => peer,
    check: (values, record) => check(values, record, spec.name),
    settings: (values) => ({ ...spec.settings(values), path: values.path }),
    rules: (values, record) => redirectRules({ direction: values.direction, port: values.port }, record),
    standing: (values, record) =>
      values.established === 'keep'
        ? ''
        : standingFilter({ direction: values.direction, port: values.port }, record),
    prove: (tools, order, record) =>
      proveByTraffic(tools, order, record, trafficOf(spec, order.params, record), (seen) =>
        spec.shows(order.params, seen),
      ),
  })

/** Sentence about the end that every http fault has. */
export const endOf = ({ for: time }: HttpValues): LocalizedText => ({
  en: `it ends after ${time} at the latest`,
  ja: `遅くとも ${time} 後に終わります`,
})
