import { duration, durationMs } from '@noops-dojo/contracts'
import { z } from 'zod'
import type { Fault, FaultOrder } from '../fault.ts'
import {
  continueAtDeadlineScript,
  continueScript,
  helperArgv,
  readStamps,
  stopScript,
} from '../helper-script.ts'
import {
  chooseVictim,
  fingerprintOf,
  isSameProcess,
  victimRecord,
  waitForState,
  type VictimRecord,
} from '../victim.ts'

const params = z.strictObject({
  for: duration.default('20s').describe('The processes are continued after this at the latest.'),
})
type Params = z.infer<typeof params>

/** Epoch seconds, for a script. */
const deadlineOf = (order: FaultOrder<Params>): string => String(Math.ceil(order.deadlineAt / 1000))

const helper = (order: FaultOrder<Params>, argv: readonly string[], maxMs: number) => ({
  sandboxId: order.sandboxId,
  faultRunId: order.faultRunId,
  argv,
  namespaces: { pid: 'host' as const },
  capabilities: ['KILL'],
  maxMs,
})

/** SIGSTOP: a gray failure. The container stays `running`; only a check that asks the app can see it. */
export const processStop: Fault<Params, VictimRecord> = {
  name: 'process.stop',
  category: 'process',
  title: { en: 'Process stop (hang)', ja: 'プロセスの停止（ハング）' },
  targetKind: 'container',
  params,
  inverse: victimRecord,
  lift: 'ends',
  rungs: [
    {
      rung: 'kernel',
      text: { en: 'SIGSTOP of all processes from the host', ja: 'ホストから全プロセスへの SIGSTOP' },
    },
  ],
  lastsMs: (values) => durationMs(values.for),
  effect: (values, target) => ({
    en: `Stops all processes of one container of ${target} with SIGSTOP: it looks as if it runs and answers nothing; they continue after ${values.for} at the latest.`,
    ja: `${target} のコンテナ 1 つの全プロセスを SIGSTOP で止めます。動いているように見えて何も答えません。遅くとも ${values.for} 後に再開します。`,
  }),
  plan: async ({ engine }, order, pick) => {
    const inverse = await chooseVictim(engine, order, pick)
    const fingerprint = fingerprintOf(await engine.state(inverse.containerId))
    return { inverse, fingerprint, victim: inverse.containerName }
  },
  arm: async ({ engine }, order, victim) => {
    const argv = helperArgv(continueAtDeadlineScript, victim.containerId, deadlineOf(order))
    await engine.startHelper(helper(order, argv, durationMs(order.params.for) + 60_000))
  },
  inject: async ({ engine }, order, victim) =>
    readStamps(
      await engine.runHelper(
        helper(order, helperArgv(stopScript, victim.containerId, deadlineOf(order)), 15_000),
      ),
      order.target,
    ),
  prove: async (tools, _order, victim) => {
    // Not only T: the stop went round until every process of that moment was stopped, but the engine's health checks
    // begin after it and run, one each second or so.
    const { isTrue, state } = await waitForState(tools, victim.containerId, ({ processStates }) =>
      processStates.includes('T'),
    )
    return {
      isEffective: isTrue,
      evidence: {
        en: `process states of ${victim.containerName}: ${state.processStates || 'none'}`,
        ja: `${victim.containerName} のプロセスの状態：${state.processStates || 'なし'}`,
      },
    }
  },
  revert: async ({ engine }, order, victim) => {
    const state = await engine.state(victim.containerId)
    if (!isSameProcess(victim, state)) return 'moot'
    await engine.runHelper(helper(order, helperArgv(continueScript, victim.containerId), 15_000))
    return 'reverted'
  },
  fingerprint: async ({ engine }, _order, victim) => {
    const state = await engine.state(victim.containerId)
    return isSameProcess(victim, state) ? fingerprintOf(state) : undefined
  },
}
