import { DojoError, duration, durationMs } from '@noops-dojo/contracts'
import { z } from 'zod'
import type { Fault } from '../fault.ts'
import { armCut, cut, cutFingerprint, injectCut, planCut, proveCut, revertCut, type Cut } from './cut-off.ts'

const params = z.strictObject({
  for: duration.default('20s').describe('The dependency answers again after this.'),
})
type Params = z.infer<typeof params>

/**
 * Every replica of a dependency refuses connections, however many there are, while the engine calls each of them
 * healthy: the check inside a container is let through. A packet filter and not SIGSTOP, because a service that is
 * down refuses at once, and because a rule ends in the kernel. A replica that is started anew is well again.
 */
export const dependencyDown: Fault<Params, Cut> = {
  name: 'dependency.down',
  category: 'dependency',
  title: { en: 'Dependency down', ja: '依存先の停止' },
  targetKind: 'service',
  params,
  inverse: cut,
  lift: 'ends',
  rungs: [
    {
      rung: 'filter',
      text: {
        en: 'TCP resets from the packet filter of every replica, ending in the kernel',
        ja: '全レプリカのパケットフィルターによる TCP リセット。カーネルが終わらせる',
      },
    },
  ],
  lastsMs: (values) => durationMs(values.for),
  effect: (values, target) => ({
    en: `Every replica of ${target} refuses all connections from outside of its container for ${values.for}, while its own health check stays good.`,
    ja: `${target} の全レプリカが ${values.for} の間、コンテナ外からの接続をすべて拒否します。コンテナ内のヘルスチェックは正常のままです。`,
  }),
  plan: async (tools, order) => {
    const victims = await tools.engine.victims(order.sandboxId, order.target)
    if (victims.length === 0)
      throw new DojoError(
        'FAULT_TARGET_GONE',
        `nothing named ${order.target} is running in this sandbox; start it, then try again`,
      )
    return planCut(tools, order, victims)
  },
  arm: armCut,
  inject: (tools, order, inverse) => injectCut(tools, order, inverse, 'refuse'),
  prove: proveCut,
  revert: revertCut,
  fingerprint: cutFingerprint,
}
