import { durationMs, type FaultCategory, type FidelityRung, type LocalizedText } from '@noops-dojo/contracts'
import type { z } from 'zod'
import type { Fault, FaultOrder, FaultPlan, FaultTools, Injection, Proof } from '../../fault.ts'
import { readStamps } from '../../helper-script.ts'
import { deadlineSeconds, runInNamespace, startInNamespace } from './namespace-run.ts'
import {
  assertSameProcess,
  fingerprintInNamespace,
  networkRecord,
  planInNamespace,
  revertInNamespace,
  type NetworkRecord,
} from './record.ts'
import { restoreText, type Rule } from './rules.ts'
import { applyScript, listeningScript, proxyUntilDeadlineScript } from './script.ts'

/** A fault that needs a proxy in the target's namespace (images/chaos/netfault). */
export interface ProxyFault<P> {
  readonly name: string
  readonly category: FaultCategory
  readonly title: LocalizedText
  readonly params: z.ZodType<P>
  readonly example?: Partial<P>
  readonly rungs: readonly [FidelityRung, ...FidelityRung[]]
  readonly proxy: 'delay' | 'web' | 'names'
  effect(values: P, target: string): LocalizedText
  peer?(values: P): string
  /** Throws FAULT_INVALID for an order that would hit nothing. */
  check?(values: P, record: NetworkRecord): void
  /** Settings of the proxy, as its Python file types them. */
  settings(values: P, record: NetworkRecord): Record<string, unknown>
  rules(values: P, record: NetworkRecord): Rule[]
  /** Filter of `ss` for connections that are closed once; empty: none. */
  standing?(values: P, record: NetworkRecord): string
  prove(tools: FaultTools, order: FaultOrder<P>, record: NetworkRecord): Promise<Proof>
}

type Order<P> = FaultOrder<P>

const plan = async <P>(
  spec: ProxyFault<P>,
  tools: FaultTools,
  order: Order<P>,
  pick: (count: number) => number,
): Promise<FaultPlan<NetworkRecord>> => {
  const planned = await planInNamespace(tools, order, pick, spec.peer?.(order.params))
  spec.check?.(order.params, planned.inverse)
  return planned
}

/** Starts the proxy without rules: it listens, and nothing comes to it yet. */
const arm = <P>(spec: ProxyFault<P>, tools: FaultTools, order: Order<P>, record: NetworkRecord) =>
  startInNamespace(tools, order, record.containerId, proxyUntilDeadlineScript, [
    ...[record.chain, deadlineSeconds(order), record.handle, spec.proxy],
    ...[JSON.stringify(spec.settings(order.params, record)), String(record.proxyPort)],
  ])

/** Sends the connections to the proxy once it listens; before that they would be refused. */
export const injectProxy = async <P>(
  spec: ProxyFault<P>,
  tools: FaultTools,
  order: Order<P>,
  record: NetworkRecord,
): Promise<Injection> => {
  await assertSameProcess(tools, order, record)
  const text = restoreText(record.chain, spec.rules(order.params, record), order.deadlineAt)
  const standing = spec.standing?.(order.params, record) ?? ''
  const { output } = await runInNamespace(tools, order, record.containerId, whenListeningScript, [
    ...[text, standing, '', String(record.proxyPort)],
  ])
  return readStamps({ exitCode: 0, output }, order.target)
}

/** $1 rules, $2 filter of `ss`, $3 nothing, $4 port of the proxy. */
const whenListeningScript = `${listeningScript('$4')}
${applyScript}`

/** The kernel ends the redirection at the deadline; the proxy is its own dead man's switch. */
export const proxyFault = <P extends { for: string }>(spec: ProxyFault<P>): Fault<P, NetworkRecord> => ({
  ...{ name: spec.name, category: spec.category, title: spec.title, targetKind: 'container' },
  ...{ params: spec.params, inverse: networkRecord, lift: 'ends', rungs: spec.rungs },
  ...(spec.example ? { example: spec.example } : {}),
  lastsMs: (values) => durationMs(values.for),
  effect: spec.effect,
  plan: (tools, order, pick) => plan(spec, tools, order, pick),
  arm: (tools, order, record) => arm(spec, tools, order, record),
  inject: (tools, order, record) => injectProxy(spec, tools, order, record),
  prove: spec.prove,
  revert: revertInNamespace,
  fingerprint: fingerprintInNamespace,
})
