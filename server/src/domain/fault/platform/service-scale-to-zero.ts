import { DojoError, duration, durationMs } from '@noops-dojo/contracts'
import { z } from 'zod'
import type { Fault } from '../fault.ts'
import { editLife, editsFingerprint, serviceFacts, type Edits } from '../release/deploy.ts'
import { isInForce, type ServiceEdit } from '../release/service-edit.ts'

const params = z.strictObject({
  for: duration.default('1m').describe('The replicas before are put back after this when nobody did.'),
})
type Params = z.infer<typeof params>

/** Somebody scaled a service to nothing: what Swarm was asked for is wrong, so Swarm itself will not repair it. */
export const serviceScaleToZero: Fault<Params, Edits> = {
  ...editLife,
  name: 'service.scale-to-zero',
  category: 'platform',
  title: { en: 'Scaled to zero', ja: 'レプリカ数 0' },
  targetKind: 'service',
  params,
  lift: 'repairs',
  rungs: [
    {
      rung: 'engine',
      text: { en: 'a real scale of the service to no replicas', ja: 'サービスのレプリカを実際に 0 にする' },
    },
  ],
  lastsMs: (values) => durationMs(values.for),
  effect: (values, target) => ({
    en: `Scales ${target} to 0 replicas; Swarm holds it there until somebody scales it up, and after ${values.for} the dojo does.`,
    ja: `${target} のレプリカ数を 0 にします。誰かが増やすまで Swarm は 0 を保ち、${values.for} 後に道場が元の数へ戻します。`,
  }),
  plan: async (tools, order) => {
    const { replicas, version } = await serviceFacts(tools, order)
    if (replicas === null)
      throw new DojoError(
        'FAULT_INVALID',
        `${order.target} is a global service and cannot be scaled; choose another`,
      )
    if (replicas === 0)
      throw new DojoError('FAULT_INVALID', `${order.target} has no replicas already; scale it up first`)
    const edit: ServiceEdit = {
      ...{ service: order.target, versionBefore: version },
      ...{ field: 'replicas', before: replicas, after: 0 },
    }
    const fingerprint = (await editsFingerprint(tools, order, [edit])) ?? null
    return { inverse: { edits: [edit] }, fingerprint, victim: order.target }
  },
  prove: async ({ engine, clock }, order) => {
    const giveUpAt = clock.now() + 15_000
    for (;;) {
      const left = (await engine.victims(order.sandboxId, order.target)).length
      if (left === 0 || clock.now() >= giveUpAt)
        return {
          isEffective: left === 0,
          evidence: {
            en: `${left} containers of ${order.target} are left running`,
            ja: `動き続けている ${order.target} のコンテナ：${left}`,
          },
        }
      await clock.sleep(100)
    }
  },
  isHealed: async ({ engine }, order, { edits: [edit] }) => {
    const facts = await engine.service(order.sandboxId, order.target)
    return edit !== undefined && facts !== undefined && !isInForce(edit, facts)
  },
}
