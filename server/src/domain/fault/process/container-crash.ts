import { z } from 'zod'
import type { Fault } from '../fault.ts'
import { helperArgv, killScript, readStamps } from '../helper-script.ts'
import { chooseVictim, proveDeath, victimRecord, type VictimRecord } from '../victim.ts'

const params = z.strictObject({})

/**
 * A crash is SIGKILL of the host pid. `docker kill` is not one: it marks the container as stopped by hand, and the
 * restart policy stays silent (measured; moby's `hasBeenManuallyStopped`).
 */
export const containerCrash: Fault<z.infer<typeof params>, VictimRecord> = {
  name: 'container.crash',
  category: 'process',
  title: { en: 'Container crash', ja: 'コンテナのクラッシュ' },
  targetKind: 'container',
  params,
  inverse: victimRecord,
  lift: 'nothing',
  rungs: [
    {
      rung: 'kernel',
      text: { en: 'SIGKILL of the main process from the host', ja: 'ホストから主プロセスへの SIGKILL' },
    },
  ],
  lastsMs: () => 0,
  effect: (_params, target) => ({
    en: `Kills the main process of one container of ${target} with SIGKILL, as a crash would; it is over at once, and nothing is undone.`,
    ja: `${target} のコンテナ 1 つの主プロセスを、クラッシュと同じように SIGKILL で落とします。一瞬で終わり、元には戻しません。`,
  }),
  plan: async ({ engine }, order, pick) => {
    const inverse = await chooseVictim(engine, order, pick)
    return { inverse, fingerprint: null, victim: inverse.containerName }
  },
  inject: async ({ engine }, order, victim) =>
    readStamps(
      await engine.runHelper({
        sandboxId: order.sandboxId,
        faultRunId: order.faultRunId,
        argv: helperArgv(killScript, victim.containerId, String(victim.hostPid)),
        namespaces: { pid: 'host' },
        capabilities: ['KILL'],
        maxMs: 15_000,
      }),
      order.target,
    ),
  prove: (tools, _order, victim) => proveDeath(tools, victim),
  revert: () => Promise.resolve('moot'),
}
