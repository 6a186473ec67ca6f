import { duration, durationMs } from '@noops-dojo/contracts'
import { z } from 'zod'
import type { Fault } from '../fault.ts'
import { engineAtDeadlineScript, helperArgv } from '../helper-script.ts'
import { durationBetween } from '../network/namespace/parameters.ts'
import { chooseVictim, isSameProcess, victimRecord, waitForState, type VictimRecord } from '../victim.ts'

/** The engine is waited for 90 s: a stop that outlasted that would come when nobody ends the fault any more. */
const longestGrace = '60s'

const params = z.strictObject({
  grace: durationBetween('0s', longestGrace)
    .default('5s')
    .describe(`Time between SIGTERM and SIGKILL, ${longestGrace} at most.`),
  for: duration.default('30s').describe('A plain container that nobody started again is started after this.'),
})

/** `docker stop`: an operator's fault. It voids the restart policy of a plain container; Swarm replaces its task. */
export const containerStop: Fault<z.infer<typeof params>, VictimRecord> = {
  name: 'container.stop',
  category: 'process',
  title: { en: 'Container stop (operator)', ja: 'コンテナの停止（オペレーター）' },
  targetKind: 'container',
  params,
  inverse: victimRecord,
  lift: 'repairs',
  rungs: [
    {
      rung: 'engine',
      text: {
        en: 'docker stop, an operator’s act that voids restart policies',
        ja: 'docker stop：再起動ポリシーを無効にする、オペレーターの操作',
      },
    },
  ],
  lastsMs: (values) => durationMs(values.for),
  injectsMs: (values) => durationMs(values.grace),
  effect: (values, target) => ({
    en: `Stops one container of ${target} as an operator would (docker stop, ${values.grace} of grace), which voids its restart policy; Swarm replaces a task, a plain container is started again after ${values.for}.`,
    ja: `${target} のコンテナ 1 つをオペレーターのように停止します（docker stop、猶予 ${values.grace}）。再起動ポリシーは無効になります。Swarm はタスクを置き換え、単独のコンテナは ${values.for} 後に起動し直されます。`,
  }),
  plan: async ({ engine }, order, pick) => {
    const inverse = await chooseVictim(engine, order, pick)
    return {
      inverse,
      fingerprint: inverse.service === null ? 'running=true' : null,
      victim: inverse.containerName,
    }
  },
  arm: async ({ engine }, order, victim) => {
    if (victim.service !== null) return
    await engine.startHelper({
      sandboxId: order.sandboxId,
      faultRunId: order.faultRunId,
      argv: helperArgv(
        engineAtDeadlineScript,
        victim.containerId,
        String(Math.ceil(order.deadlineAt / 1000)),
        'start',
      ),
      namespaces: {},
      capabilities: [],
      needsEngine: true,
      maxMs: durationMs(order.params.grace) + durationMs(order.params.for) + 60_000,
    })
  },
  // Swarm replaces a task; nothing is armed for it.
  endsByItself: (victim) => victim.service === null,
  inject: async ({ engine, clock }, order, victim) => {
    const injectedAt = clock.now()
    await engine.stop(victim.containerId, durationMs(order.params.grace) / 1000)
    return { injectedAt, effectiveAt: clock.now() }
  },
  prove: async (tools, _order, victim) => {
    const { isTrue } = await waitForState(tools, victim.containerId, (state) => !isSameProcess(victim, state))
    return {
      isEffective: isTrue,
      evidence: {
        en: `${victim.containerName} ${isTrue ? 'was stopped' : 'still runs'}`,
        ja: `${victim.containerName} は${isTrue ? '停止しました' : 'まだ動いています'}`,
      },
    }
  },
  revert: async ({ engine }, _order, victim) => {
    const state = await engine.state(victim.containerId)
    if (victim.service !== null || !state.exists || state.isRunning) return 'moot'
    await engine.start(victim.containerId)
    return 'reverted'
  },
  fingerprint: async ({ engine }, _order, victim) => {
    const state = await engine.state(victim.containerId)
    return state.exists ? `running=${state.isRunning}` : undefined
  },
}
