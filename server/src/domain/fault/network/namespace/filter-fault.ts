import { durationMs, type FidelityRung, type LocalizedText } from '@noops-dojo/contracts'
import type { z } from 'zod'
import type { Fault } from '../../fault.ts'
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
import { applyScript, clearAtDeadlineScript } from './script.ts'
import { proveByTraffic, type Judge, type Traffic } from './traffic.ts'

/** A fault that is rules of the packet filter and nothing else. */
export interface FilterFault<P> {
  readonly name: string
  readonly title: LocalizedText
  readonly params: z.ZodType<P>
  readonly example?: Partial<P>
  readonly rung: FidelityRung
  effect(values: P, target: string): LocalizedText
  /** Name of the service or container whose traffic alone is hit; empty: everybody's. */
  peer?(values: P): string
  rules(values: P, record: NetworkRecord): Rule[]
  traffic(values: P, record: NetworkRecord): Traffic
  judge?: Judge
  /** The traffic is sent with the injection: a later proof could fall between two windows. */
  isProvedAtOnce?: boolean
}

/** The kernel ends the rules at the deadline; the armed helper takes them away after that. */
export const filterFault = <P extends { for: string }>(spec: FilterFault<P>): Fault<P, NetworkRecord> => ({
  ...{ name: spec.name, category: 'network', title: spec.title, targetKind: 'container' },
  ...{ params: spec.params, inverse: networkRecord, lift: 'ends', rungs: [spec.rung] },
  ...(spec.example ? { example: spec.example } : {}),
  lastsMs: (values) => durationMs(values.for),
  effect: spec.effect,
  plan: (tools, order, pick) => planInNamespace(tools, order, pick, spec.peer?.(order.params)),
  arm: (tools, order, record) =>
    startInNamespace(tools, order, record.containerId, clearAtDeadlineScript, [
      record.chain,
      deadlineSeconds(order),
      record.handle,
    ]),
  inject: async (tools, order, record) => {
    await assertSameProcess(tools, order, record)
    const rules = spec.rules(order.params, record)
    const text = restoreText(record.chain, rules, order.deadlineAt)
    const { output } = await runInNamespace(tools, order, record.containerId, applyScript, [
      ...[text, '', spec.isProvedAtOnce ? spec.traffic(order.params, record).address : ''],
    ])
    return readStamps({ exitCode: 0, output }, order.target)
  },
  prove: (tools, order, record) =>
    proveByTraffic(tools, order, record, spec.traffic(order.params, record), spec.judge ?? (() => true), {
      isSent: spec.isProvedAtOnce === true,
    }),
  revert: revertInNamespace,
  fingerprint: fingerprintInNamespace,
})
