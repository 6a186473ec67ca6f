import {
  DojoError,
  durationMs,
  type FidelityRung,
  type LocalizedText,
  type PlatformText,
} from '@noops-dojo/contracts'
import { z } from 'zod'
import type { ServiceFacts } from '../../ports/index.ts'
import type { Fault, FaultOrder, FaultTools, Injection, RevertResult } from '../fault.ts'
import { changeTo, editedValue, isInForce, serviceEdit, type ServiceEdit } from './service-edit.ts'
import { undoAtDeadlineArgv } from './service-edit-script.ts'

type Lasting = { readonly for: string }

export const edits = z.object({ edits: z.array(serviceEdit).min(1) })
export type Edits = z.infer<typeof edits>

/** What the service asks for now; throws FAULT_TARGET_GONE. */
export const serviceFacts = async (
  { engine }: FaultTools,
  order: FaultOrder<unknown>,
): Promise<ServiceFacts> => {
  const facts = await engine.service(order.sandboxId, order.target)
  if (facts) return facts
  const name = order.target
  throw new DojoError('FAULT_TARGET_GONE', `there is no service ${name} in this sandbox; create it first`)
}

const textOf = (edit: ServiceEdit, facts: ServiceFacts): string =>
  edit.field === 'image'
    ? facts.image
    : `${edit.service} ${edit.field}: ${editedValue(edit, facts) ?? 'not set'}`

/** What stands where the edits are made, of the services that are still there; undefined when none is. */
export const editsFingerprint = async (
  { engine }: FaultTools,
  { sandboxId }: FaultOrder<unknown>,
  all: readonly ServiceEdit[],
): Promise<string | undefined> => {
  const texts: string[] = []
  for (const edit of all) {
    const facts = await engine.service(sandboxId, edit.service)
    if (facts) texts.push(textOf(edit, facts))
  }
  return texts.length === 0 ? undefined : texts.join('; ')
}

/** The part of a fault's life that every change of services by the platform's deploy robot has. */
export const editLife = {
  inverse: edits,
  arm: async ({ engine }: FaultTools, order: FaultOrder<Lasting>, inverse: Edits): Promise<void> => {
    await engine.startHelper({
      sandboxId: order.sandboxId,
      faultRunId: order.faultRunId,
      argv: undoAtDeadlineArgv(order.sandboxId, inverse.edits, order.deadlineAt),
      namespaces: {},
      capabilities: [],
      needsEngine: true,
      maxMs: durationMs(order.params.for) + 60_000,
    })
  },
  inject: async (
    { engine, clock }: FaultTools,
    order: FaultOrder<Lasting>,
    inverse: Edits,
  ): Promise<Injection> => {
    const injectedAt = clock.now()
    for (const edit of inverse.edits) {
      const facts = await serviceFacts({ engine, clock }, { ...order, target: edit.service })
      await engine.changeService(order.sandboxId, edit.service, changeTo(edit, facts, 'after'))
    }
    return { injectedAt, effectiveAt: clock.now() }
  },
  /** `moot`: every service is gone, or somebody has changed the same thing since. */
  revert: async (
    { engine }: FaultTools,
    order: FaultOrder<Lasting>,
    inverse: Edits,
  ): Promise<RevertResult> => {
    let result: RevertResult = 'moot'
    for (const edit of inverse.edits) {
      const facts = await engine.service(order.sandboxId, edit.service)
      if (!facts || !isInForce(edit, facts)) continue
      await engine.changeService(order.sandboxId, edit.service, changeTo(edit, facts, 'before'))
      result = 'reverted'
    }
    return result
  },
  fingerprint: (tools: FaultTools, order: FaultOrder<Lasting>, inverse: Edits) =>
    editsFingerprint(tools, order, inverse.edits),
}

/** Swarm's own word on an update that began after `versionBefore`; undefined when it says nothing for ten seconds. */
const updateOf = async (
  tools: FaultTools,
  order: FaultOrder<unknown>,
  versionBefore: number,
): Promise<string | undefined> => {
  const giveUpAt = tools.clock.now() + 10_000
  for (;;) {
    const facts = await tools.engine.service(order.sandboxId, order.target)
    if (facts && facts.version > versionBefore && facts.updateState !== null) return facts.updateState
    if (tools.clock.now() >= giveUpAt) return undefined
    await tools.clock.sleep(100)
  }
}

const rolloutText = (
  edit: ServiceEdit | undefined,
  service: string,
  state: string | undefined,
): PlatformText => {
  const en = `the ${edit?.field} ${edit?.after ?? 'without it'} of ${service}`
  const ja = `${service} の ${edit?.field} ${edit?.after ?? '（なし）'}`
  return state === undefined
    ? { en: `Swarm did not roll out ${en}`, ja: `Swarm は ${ja} を展開しませんでした` }
    : {
        en: `Swarm rolls out ${en} (update state: ${state})`,
        ja: `Swarm は ${ja} を展開中です（更新の状態：${state}）`,
      }
}

interface Deploy<P extends Lasting> {
  readonly name: string
  readonly title: LocalizedText
  readonly params: z.ZodType<P>
  readonly example?: Partial<P>
  readonly rung: FidelityRung
  effect(params: P, target: string): LocalizedText
  /** The edit, or a sentence that says why it cannot be made. */
  edit(params: P, target: string, facts: ServiceFacts): ServiceEdit | string
}

/** A fault of the deploy robot: one edit of one service that rolls out, and that a repair takes back. */
export const deployFault = <P extends Lasting>(deploy: Deploy<P>): Fault<P, Edits> => ({
  ...editLife,
  ...deploy,
  category: 'release',
  targetKind: 'service',
  lift: 'repairs',
  rungs: [deploy.rung],
  lastsMs: (values) => durationMs(values.for),
  plan: async (tools, order) => {
    const facts = await serviceFacts(tools, order)
    const edit = deploy.edit(order.params, order.target, facts)
    if (typeof edit === 'string') throw new DojoError('FAULT_INVALID', edit)
    return { inverse: { edits: [edit] }, fingerprint: textOf(edit, facts), victim: order.target }
  },
  prove: async (tools, order, { edits: [edit] }) => {
    const state = edit && (await updateOf(tools, order, edit.versionBefore))
    return { isEffective: state !== undefined, evidence: rolloutText(edit, order.target, state) }
  },
  isHealed: async ({ engine }, order, { edits: [edit] }) => {
    const facts = await engine.service(order.sandboxId, order.target)
    const isMoving = facts?.updateState === 'updating' || facts?.updateState === 'rollback_started'
    return edit !== undefined && facts !== undefined && !isInForce(edit, facts) && !isMoving
  },
})
