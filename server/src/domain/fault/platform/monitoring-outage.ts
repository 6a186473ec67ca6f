import { DojoError, duration, durationMs } from '@noops-dojo/contracts'
import { z } from 'zod'
import {
  armCut,
  cut,
  cutFingerprint,
  injectCut,
  planCut,
  proveCut,
  revertCut,
  type Cut,
} from '../dependency/cut-off.ts'
import type { Fault } from '../fault.ts'

const params = z.strictObject({
  for: duration.default('30s').describe('The monitor hears and is heard again after this.'),
})
type Params = z.infer<typeof params>

/** The learner's monitor goes blind and dumb while all else runs: silence is no good news. */
export const monitoringOutage: Fault<Params, Cut> = {
  name: 'monitoring.outage',
  category: 'platform',
  title: { en: 'Monitoring outage', ja: '監視の停止' },
  targetKind: 'container',
  params,
  inverse: cut,
  lift: 'ends',
  rungs: [
    {
      rung: 'filter',
      text: {
        en: 'all packets of the monitor dropped by its packet filter, ending in the kernel',
        ja: '監視の全パケットを、そのパケットフィルターが捨てる。カーネルが終わらせる',
      },
    },
  ],
  lastsMs: (values) => durationMs(values.for),
  effect: (values, target) => ({
    en: `Cuts ${target}, which watches over the system, off from everything for ${values.for}: it asks in vain, and nobody hears its alerts.`,
    ja: `システムを見守る ${target} を ${values.for} の間、すべてから切り離します。監視先に届かず、アラートも誰にも届きません。`,
  }),
  plan: async (tools, order) => {
    const victims = await tools.engine.victims(order.sandboxId, order.target)
    if (victims.length === 0)
      throw new DojoError(
        'FAULT_TARGET_GONE',
        `there is no running monitor ${order.target} in this sandbox; start it, then try again`,
      )
    return planCut(tools, order, victims)
  },
  arm: armCut,
  inject: (tools, order, inverse) => injectCut(tools, order, inverse, 'silence'),
  prove: proveCut,
  revert: revertCut,
  fingerprint: cutFingerprint,
}
