import { duration, durationMs } from '@noops-dojo/contracts'
import { z } from 'zod'
import type { Fault } from '../fault.ts'
import { engineAtDeadlineScript, helperArgv } from '../helper-script.ts'
import {
  chooseVictim,
  fingerprintOf,
  isSameProcess,
  victimRecord,
  waitForState,
  type VictimRecord,
} from '../victim.ts'

const params = z.strictObject({
  for: duration.default('20s').describe('The container is resumed after this at the latest.'),
})

/** The freezer holds every process of the container: it looks alive from outside, and answers nothing. */
export const containerPause: Fault<z.infer<typeof params>, VictimRecord> = {
  name: 'container.pause',
  category: 'process',
  title: { en: 'Container pause', ja: 'コンテナの一時停止' },
  targetKind: 'container',
  params,
  inverse: victimRecord,
  lift: 'ends',
  rungs: [
    { rung: 'kernel', text: { en: 'cgroup freezer, by docker pause', ja: 'cgroup freezer（docker pause）' } },
  ],
  lastsMs: (values) => durationMs(values.for),
  effect: (values, target) => ({
    en: `Freezes all processes of one container of ${target}, as a hung machine would; it is resumed after ${values.for} at the latest.`,
    ja: `${target} のコンテナ 1 つの全プロセスを、固まったマシンのように凍結します。遅くとも ${values.for} 後に再開します。`,
  }),
  plan: async ({ engine }, order, pick) => {
    const inverse = await chooseVictim(engine, order, pick)
    const fingerprint = fingerprintOf(await engine.state(inverse.containerId))
    return { inverse, fingerprint, victim: inverse.containerName }
  },
  arm: async ({ engine }, order, victim) => {
    await engine.startHelper({
      sandboxId: order.sandboxId,
      faultRunId: order.faultRunId,
      argv: helperArgv(
        engineAtDeadlineScript,
        victim.containerId,
        String(Math.ceil(order.deadlineAt / 1000)),
        'unpause',
      ),
      namespaces: {},
      capabilities: [],
      needsEngine: true,
      maxMs: durationMs(order.params.for) + 60_000,
    })
  },
  inject: async ({ engine, clock }, _order, victim) => {
    const injectedAt = clock.now()
    await engine.pause(victim.containerId)
    return { injectedAt, effectiveAt: clock.now() }
  },
  prove: async (tools, _order, victim) => {
    const { isTrue } = await waitForState(tools, victim.containerId, (state) => state.isPaused)
    return {
      isEffective: isTrue,
      evidence: {
        en: `the engine says that ${victim.containerName} is ${isTrue ? '' : 'not '}paused`,
        ja: `エンジンによると ${victim.containerName} は一時停止${isTrue ? '中です' : 'していません'}`,
      },
    }
  },
  revert: async ({ engine }, _order, victim) => {
    const state = await engine.state(victim.containerId)
    if (!isSameProcess(victim, state)) return 'moot'
    if (state.isPaused) await engine.unpause(victim.containerId)
    return 'reverted'
  },
  fingerprint: async ({ engine }, _order, victim) => {
    const state = await engine.state(victim.containerId)
    return isSameProcess(victim, state) ? fingerprintOf(state) : undefined
  },
}
