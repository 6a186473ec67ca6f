import { DojoError, duration, durationMs } from '@noops-dojo/contracts'
import { z } from 'zod'
import type { Victim } from '../../ports/index.ts'
import type { Fault, FaultOrder, FaultTools } from '../fault.ts'
import { editLife, edits } from '../release/deploy.ts'
import { isInForce, type ServiceEdit } from '../release/service-edit.ts'

const params = z.strictObject({
  for: duration.default('30s').describe('The node takes tasks of this sandbox again after this.'),
})
type Params = z.infer<typeof params>

const drain = edits.extend({ nodeId: z.string() })
type Drain = z.infer<typeof drain>

/** Which services avoid the node; one that was removed meanwhile is no trace of the fault. */
const drainedServices = async (
  { engine }: FaultTools,
  { sandboxId }: FaultOrder<Params>,
  { edits: all }: Drain,
): Promise<string> => {
  const drained: string[] = []
  for (const edit of all) {
    const facts = await engine.service(sandboxId, edit.service)
    if (facts && isInForce(edit, facts)) drained.push(edit.service)
  }
  return `drained: ${drained.join(', ') || 'none'}`
}

const tasksOn = async (
  { engine }: FaultTools,
  { sandboxId }: FaultOrder<Params>,
  services: readonly string[],
): Promise<Victim[]> => (await Promise.all(services.map((name) => engine.victims(sandboxId, name)))).flat()

const evict = async ({ engine }: FaultTools, victims: readonly Victim[]): Promise<void> => {
  await Promise.all(victims.map(({ containerId }) => engine.stop(containerId, 3).catch(ignoreGone)))
}

/** A task that Swarm shut down in between is evicted already. */
const ignoreGone = (error: unknown): void => {
  if (!(error instanceof DojoError) || error.code !== 'FAULT_TARGET_GONE') throw error
}

/**
 * A drain of one node as this sandbox sees it: every service gets a placement constraint against the node, and its
 * tasks there are stopped. With another node they move; with one node they stay pending. `docker node update` is never
 * used: it would drain the node under every other sandbox, and under the platform.
 */
export const nodeDrain: Fault<Params, Drain> = {
  ...editLife,
  name: 'node.drain',
  category: 'platform',
  title: { en: 'Node drain', ja: 'ノードのドレイン' },
  targetKind: 'sandbox',
  params,
  inverse: drain,
  lift: 'ends',
  rungs: [
    {
      rung: 'engine',
      text: {
        en: 'placement constraints of the sandbox’s services, and eviction of their tasks',
        ja: 'サンドボックスのサービスの配置制約と、そのタスクの立ち退き',
      },
    },
  ],
  lastsMs: (values) => durationMs(values.for),
  effect: (values) => ({
    en: `Drains one node for this sandbox alone: the tasks of its services there are evicted and may not come back for ${values.for}; with another node they move, with one node they wait.`,
    ja: `1 台のノードをこのサンドボックスについてだけドレインします。そこで動くサービスのタスクは退避させられ、${values.for} の間は戻れません。別のノードがあれば移り、1 台しかなければ待機します。`,
  }),
  plan: async (tools, order, pick) => {
    const names = await tools.engine.services(order.sandboxId)
    const nodes = [
      ...new Set((await tasksOn(tools, order, names)).flatMap(({ nodeId }) => nodeId ?? [])),
    ].sort()
    const nodeId = nodes[pick(Math.max(1, nodes.length))]
    if (nodeId === undefined)
      throw new DojoError(
        'FAULT_TARGET_GONE',
        'no service of this sandbox is running; deploy one, then try again',
      )
    const after = `node.id!=${nodeId}`
    const planned: ServiceEdit[] = []
    for (const service of names) {
      const facts = await tools.engine.service(order.sandboxId, service)
      if (!facts || facts.constraints.includes(after)) continue
      const versionBefore = facts.version
      planned.push({ service, versionBefore, field: 'constraints', key: after, before: null, after })
    }
    if (planned.length === 0)
      throw new DojoError('FAULT_INVALID', 'every service of this sandbox avoids that node already')
    const inverse = { edits: planned, nodeId }
    return { inverse, fingerprint: await drainedServices(tools, order, inverse), victim: `node ${nodeId}` }
  },
  inject: async (tools, order, inverse) => {
    const { injectedAt } = await editLife.inject(tools, order, inverse)
    const names = inverse.edits.map(({ service }) => service)
    const victims = await tasksOn(tools, order, names)
    await evict(
      tools,
      victims.filter(({ nodeId }) => nodeId === inverse.nodeId),
    )
    return { injectedAt, effectiveAt: tools.clock.now() }
  },
  fingerprint: drainedServices,
  prove: async (tools, order, { edits: all, nodeId }) => {
    const giveUpAt = tools.clock.now() + 15_000
    const names = all.map(({ service }) => service)
    for (;;) {
      const left = (await tasksOn(tools, order, names)).filter((victim) => victim.nodeId === nodeId).length
      if (left === 0 || tools.clock.now() >= giveUpAt)
        return {
          isEffective: left === 0,
          evidence: {
            en: `${left} tasks of ${names.join(', ')} are left on the node`,
            ja: `ノードに残る ${names.join('、')} のタスク：${left}`,
          },
        }
      await tools.clock.sleep(100)
    }
  },
}
