import { byteCount, byteSize, duration, durationMs } from '@noops-dojo/contracts'
import { z } from 'zod'
import type { Fault, FaultOrder, FaultTools } from '../fault.ts'
import { programArgv, programOutput } from '../helper-program.ts'
import { readStamps } from '../helper-script.ts'
import { chooseVictim, isSameProcess, victimRecord } from '../victim.ts'
import { ioProofProgram, ioRestoreProgram, ioTableProgram, ioThrottleProgram } from './io-program.ts'
import { cgroupHelper } from './limit-edit.ts'

const params = z.strictObject({
  rate: byteSize
    .refine((text) => byteCount(text) >= 16 * 1024, 'no less than 16Ki a second')
    .refine((text) => byteCount(text) <= 64 * 1024 ** 2, 'no more than 64Mi a second: that is no fault')
    .default('256Ki')
    .describe('Bytes a second that the container may read from each disk, and as many that it may write.'),
  for: duration.default('30s').describe('The limits before are put back after this at the latest.'),
})
type Params = z.infer<typeof params>
/** `table`: the disks of the node with their limits before, as the programs of io-program.ts read and write it. */
const inverse = victimRecord.extend({ table: z.string() })
type Inverse = z.infer<typeof inverse>

const rateOf = (order: FaultOrder<Params>): string => String(byteCount(order.params.rate))

const tableOf = async (
  { engine }: FaultTools,
  order: FaultOrder<Params>,
  victim: Omit<Inverse, 'table'>,
): Promise<string> => {
  const result = await engine.runHelper(cgroupHelper(order, programArgv(ioTableProgram, victim)))
  return (/^table (.*)$/m.exec(programOutput(result, order.target))?.[1] ?? '').trim()
}

/** The disk as it is on a machine with a noisy neighbour: every read that misses the page cache waits. */
export const ioThrottle: Fault<Params, Inverse> = {
  name: 'io.throttle',
  category: 'resource',
  title: { en: 'Disk throttle', ja: 'ディスク I/O の絞り込み' },
  targetKind: 'container',
  params,
  inverse,
  lift: 'ends',
  rungs: [
    {
      rung: 'kernel',
      text: {
        en: 'blkio.throttle (cgroup v1: reads and direct writes, not what the page cache writes back) or io.max (v2)',
        ja: 'blkio.throttle（cgroup v1：読み込みと直接の書き込み。ページキャッシュの書き戻しは除く）または io.max（v2）',
      },
    },
  ],
  lastsMs: (values) => durationMs(values.for),
  effect: (values, target) => ({
    en: `Lets one container of ${target} read and write no more than ${values.rate} a second on each disk; the limits before are put back after ${values.for} at the latest.`,
    ja: `${target} のコンテナ 1 つのディスク読み書きを、各ディスク毎秒 ${values.rate} までに制限します。遅くとも ${values.for} 後に元の制限へ戻します。`,
  }),
  plan: async (tools, order, pick) => {
    const victim = await chooseVictim(tools.engine, order, pick)
    const table = await tableOf(tools, order, victim)
    return { inverse: { ...victim, table }, fingerprint: table, victim: victim.containerName }
  },
  arm: async ({ engine }, order, victim) => {
    const argv = programArgv(ioRestoreProgram, victim, rateOf(order), victim.table, String(order.deadlineAt))
    await engine.startHelper(cgroupHelper(order, argv, { maxMs: durationMs(order.params.for) + 60_000 }))
  },
  inject: async ({ engine }, order, victim) => {
    const words = [rateOf(order), victim.table, String(order.deadlineAt)]
    const argv = programArgv(ioThrottleProgram, victim, ...words)
    const result = await engine.runHelper(cgroupHelper(order, argv))
    programOutput(result, order.target)
    return readStamps(result, order.target)
  },
  prove: async ({ engine }, order, victim) => {
    const argv = programArgv(ioProofProgram, victim, rateOf(order))
    const { output } = await engine.runHelper(cgroupHelper(order, argv, { maxMs: 30_000 }))
    const [, bytes = 0, ms = 0] = /bytes=(\d+) ms=(\d+)/.exec(output)?.map(Number) ?? []
    const rate = ms > 0 ? Math.round((bytes * 1000) / ms) : 0
    return {
      // A first slice comes at once; twice the rate is far below what a disk gives without a limit.
      isEffective: rate > 0 && rate <= 2 * byteCount(order.params.rate),
      evidence: {
        en: `${bytes} bytes read on the account of ${victim.containerName} took ${ms} ms: ${rate} bytes a second`,
        ja: `${victim.containerName} の枠での ${bytes} バイトの読み取りに ${ms} ミリ秒：毎秒 ${rate} バイト`,
      },
    }
  },
  revert: async ({ engine }, order, victim) => {
    if (!isSameProcess(victim, await engine.state(victim.containerId))) return 'moot'
    const argv = programArgv(ioRestoreProgram, victim, rateOf(order), victim.table, '0')
    const { output } = await engine.runHelper(cgroupHelper(order, argv))
    return output.includes('gone') ? 'moot' : 'reverted'
  },
  fingerprint: async (tools, order, victim) => {
    const state = await tools.engine.state(victim.containerId)
    return isSameProcess(victim, state) ? tableOf(tools, order, victim) : undefined
  },
}
