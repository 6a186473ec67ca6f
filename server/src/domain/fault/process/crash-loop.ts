import { DojoError, duration, durationMs } from '@noops-dojo/contracts'
import { z } from 'zod'
import type { Fault } from '../fault.ts'
import { helperArgv, readStamps } from '../helper-script.ts'
import { chooseVictim, proveDeath, victimRecord, type VictimRecord } from '../victim.ts'
import { crashLoopScript } from './crash-loop-script.ts'

const shortestGapMs = 500
const longestMs = 600_000
const params = z
  .strictObject({
    times: z
      .number()
      .int('a whole number of kills')
      .min(2, 'at least 2 kills; for one there is container.crash')
      .max(50, 'no more than 50 kills')
      .default(5)
      .describe('Kills at most; when nothing runs at its moment, a kill waits until the next one is due.'),
    gap: duration
      .refine((text) => durationMs(text) >= shortestGapMs, 'no less than 500ms between kills')
      .default('2s')
      .describe('Time from one kill to the next.'),
  })
  .refine(({ times, gap }) => times * durationMs(gap) <= longestMs, 'times × gap is 10 minutes at most')
type Params = z.infer<typeof params>

const lastsMs = ({ times, gap }: Params): number => times * durationMs(gap)
/** `s…-web.1.<task>` of a task gives the slot `s…-web.1`, which its successors have too. */
const slotOf = ({ service, containerName }: VictimRecord): string =>
  service === null ? containerName : containerName.slice(0, containerName.lastIndexOf('.'))

/** Killed again whenever it is back: restarts alone do not help, and restart back-offs grow. */
export const crashLoop: Fault<Params, VictimRecord> = {
  name: 'process.crash-loop',
  category: 'process',
  title: { en: 'Crash loop', ja: 'クラッシュループ' },
  targetKind: 'container',
  params,
  inverse: victimRecord,
  lift: 'ends',
  rungs: [
    {
      rung: 'kernel',
      text: {
        en: 'SIGKILL of whatever main process the target has then, from the host',
        ja: 'その時の標的の主プロセスへの、ホストからの SIGKILL',
      },
    },
  ],
  lastsMs,
  effect: (values, target) => ({
    en: `Kills the main process of one container of ${target} with SIGKILL up to ${values.times} times, every ${values.gap}, also that of its successors; it ends by itself.`,
    ja: `${target} のコンテナ 1 つの主プロセスを、後継も含めて ${values.gap} ごとに最大 ${values.times} 回 SIGKILL で落とします。自動的に終わります。`,
  }),
  plan: async ({ engine }, order, pick) => {
    const inverse = await chooseVictim(engine, order, pick)
    return { inverse, fingerprint: null, victim: inverse.containerName }
  },
  // The loop is its own end: as many kills as were asked for, each at its time.
  arm: async ({ engine }, order, victim) => {
    const { times, gap } = order.params
    const plan = [String(order.deadlineAt), String(durationMs(gap)), String(times)]
    await engine.startHelper({
      sandboxId: order.sandboxId,
      faultRunId: order.faultRunId,
      argv: helperArgv(crashLoopScript, victim.containerId, slotOf(victim), order.sandboxId, ...plan),
      namespaces: { pid: 'host' },
      capabilities: ['KILL'],
      needsEngine: true,
      maxMs: lastsMs(order.params) + 60_000,
    })
  },
  inject: async ({ engine, clock }, order) => {
    const giveUpAt = clock.now() + 15_000
    for (;;) {
      const output = await engine.helperOutput(order.faultRunId)
      if (output.includes('before=')) return readStamps({ exitCode: 0, output }, order.target)
      if (clock.now() >= giveUpAt || output.includes('over'))
        throw new DojoError(
          'FAULT_TARGET_GONE',
          `${order.target} was gone before the fault could hit it; try again`,
        )
      await clock.sleep(50)
    }
  },
  // The kernel has ended the process by now; the engine says so a little later, on a full machine a good deal later.
  prove: (tools, _order, victim) => proveDeath(tools, victim),
  revert: async ({ engine }, order) => {
    await engine.removeHelpers(order.faultRunId)
    return 'reverted'
  },
}
