import { DojoError, type FidelityRung, type LocalizedText, type PlatformText } from '@noops-dojo/contracts'
import { z } from 'zod'
import type { Fault, FaultOrder, FaultTools, Proof } from '../fault.ts'
import { lasting } from '../network/namespace/parameters.ts'
import { runInNamespace } from '../network/namespace/namespace-run.ts'
import { proxyFault } from '../network/namespace/proxy-fault.ts'
import type { NetworkRecord } from '../network/namespace/record.ts'
import { exemptMark, type Rule } from '../network/namespace/rules.ts'
import { countedScript } from '../network/namespace/script.ts'

const dnsName = z
  .string()
  .regex(
    /^(\*\.)?[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/,
    'a name is api or shop.example, or *.example for all below it, in lower case',
  )

/** Parameters that every dns fault has. */
export const dnsParams = {
  names: z
    .array(dnsName)
    .max(50)
    .default([])
    .describe('Names that are hit (api, *.example); empty: every name.'),
  for: lasting('20s'),
}

export interface DnsValues {
  names: string[]
  for: string
}

/** What one query saw. `rcode` null: no answer. `ms`: how long it took. */
export interface Answer {
  readonly rcode: number | null
  readonly address: string | null
  readonly ms: number
}

export interface DnsFault<P> {
  readonly name: string
  readonly title: LocalizedText
  readonly params: z.ZodType<P>
  readonly example?: Partial<P>
  /** `which` is the names in words. */
  effect(values: P, which: LocalizedText, target: string): LocalizedText
  /** Settings of images/chaos/netfault/names.py without the names. */
  settings(values: P): Record<string, unknown>
  shows(values: P, answer: Answer): boolean
  /** How long the proof waits for an answer, ms. */
  waitsMs(values: P): number
}

const rung: FidelityRung = {
  rung: 'transparent-proxy',
  text: {
    en: 'a responder in the target’s network namespace stands before the engine’s resolver (UDP and TCP); names that an application keeps in its own cache are not hit',
    ja: '標的のネットワーク名前空間の応答役が、エンジンのリゾルバーの手前に立つ（UDP と TCP）。アプリ自身のキャッシュにある名前には効かない',
  },
}

/** Docker's resolver in a container; its own chain DOCKER_OUTPUT leads its port 53 to where it listens. */
const resolver = '127.0.0.11/32'

/** Before DOCKER_OUTPUT in the same hook; what the responder asks itself is marked and goes on to it. */
const rules = ({ proxyPort }: NetworkRecord): Rule[] =>
  ['udp', 'tcp'].map((protocol) => ({
    table: 'nat',
    hook: 'OUTPUT',
    match: ['-d', resolver, '-p', protocol, '--dport', '53', '-m', 'mark', '!', '--mark', exemptMark],
    jump: ['REDIRECT', '--to-ports', String(proxyPort)],
  }))

/** A name that the fault hits; for every name one that cannot exist (RFC 6761). */
const askedName = ({ names: [first] }: DnsValues): string => first?.replace('*', 'dojo') ?? 'dojo.invalid'

const words = ({ rcode, address, ms }: Answer): PlatformText => {
  const took = Math.round(ms)
  if (rcode === null) return { en: `no answer in ${took} ms`, ja: ` ${took} ミリ秒以内に応答なし` }
  const answer = `rcode ${rcode}${address === null ? '' : `, ${address}`}`
  return { en: `${answer} after ${took} ms`, ja: ` ${took} ミリ秒後に ${answer}` }
}

const prove = async <P extends DnsValues>(
  spec: DnsFault<P>,
  tools: FaultTools,
  order: FaultOrder<P>,
  record: NetworkRecord,
): Promise<Proof> => {
  const name = askedName(order.params)
  const ask = ['ask', JSON.stringify({ name, timeoutMs: spec.waitsMs(order.params) })]
  const args = [record.chain, record.handle, ...ask]
  const { output } = await runInNamespace(tools, order, record.containerId, countedScript, args)
  const { udp, tcp } = JSON.parse(output.split('\n')[0] ?? '') as Record<'udp' | 'tcp', Answer>
  const packets = Number(/packets=(\d+)/.exec(output)?.[1] ?? 0)
  return {
    isEffective: packets > 0 && spec.shows(order.params, udp) && spec.shows(order.params, tcp),
    evidence: {
      en: `a query for ${name} saw ${words(udp).en} over UDP and ${words(tcp).en} over TCP; the fault counted ${packets} queries`,
      ja: `${name} の問い合わせの結果：UDP では${words(udp).ja}、TCP では${words(tcp).ja}。障害が数えた問い合わせ：${packets}`,
    },
  }
}

const whichNames = ({ names }: DnsValues): LocalizedText =>
  names.length === 0
    ? { en: 'every name', ja: 'すべての名前' }
    : { en: names.join(', '), ja: names.join('、') }

/** A fault of name resolution, for what the target's own processes ask. */
export const dnsFault = <P extends DnsValues>(spec: DnsFault<P>): Fault<P, NetworkRecord> =>
  proxyFault<P>({
    ...{
      name: spec.name,
      category: 'dns',
      title: spec.title,
      params: spec.params,
      rungs: [rung],
      proxy: 'names',
    },
    ...(spec.example ? { example: spec.example } : {}),
    effect: (values, target) => spec.effect(values, whichNames(values), target),
    check: (_values, { own, containerName }) => {
      if (own.length === 0)
        throw new DojoError(
          'FAULT_INVALID',
          `${spec.name}: ${containerName} has no network, and so no resolver`,
        )
    },
    settings: (values) => ({ ...spec.settings(values), names: values.names }),
    rules: (_values, record) => rules(record),
    prove: (tools, order, record) => prove(spec, tools, order, record),
  })
