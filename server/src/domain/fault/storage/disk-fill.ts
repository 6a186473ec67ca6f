import { duration, durationMs } from '@noops-dojo/contracts'
import { z } from 'zod'
import type { HelperSpec } from '../../ports/index.ts'
import type { Fault, FaultOrder, FaultTools } from '../fault.ts'
import { programArgv, programOutput } from '../helper-program.ts'
import { readStamps } from '../helper-script.ts'
import { chooseVictim, isSameProcess, victimRecord } from '../victim.ts'
import { containerPath } from './container-path.ts'
import {
  fillCheckProgram,
  fillProgram,
  fillProofProgram,
  fillRemoveProgram,
  largestFillMib,
} from './fill-program.ts'

const params = z.strictObject({
  path: containerPath
    .default('/dev/shm')
    .describe(
      'A folder on a file system with a cap of its own: a tmpfs mount or /dev/shm. The host’s disk is refused.',
    ),
  percent: z
    .number()
    .int('a whole number of percent')
    .min(1, 'at least 1 percent')
    .max(100, 'no more than 100 percent')
    .default(100)
    .describe('How full the file system is to be; 100: until nothing more can be written (ENOSPC).'),
  for: duration.default('30s').describe('The file is removed after this at the latest.'),
})
type Params = z.infer<typeof params>
const inverse = victimRecord.extend({ fileName: z.string() })
type Inverse = z.infer<typeof inverse>

const helper = (
  order: FaultOrder<Params>,
  argv: readonly string[],
  more: Partial<HelperSpec> = {},
): HelperSpec => ({
  sandboxId: order.sandboxId,
  faultRunId: order.faultRunId,
  argv,
  namespaces: { pid: 'host' },
  // The target's root is seen through /proc, made our own, and its folders belong to the target's user.
  capabilities: ['SYS_PTRACE', 'SYS_CHROOT', 'DAC_OVERRIDE', 'CHOWN'],
  image: 'chaos',
  maxMs: 15_000,
  ...more,
})

const look = async ({ engine }: FaultTools, order: FaultOrder<Params>, victim: Inverse): Promise<string> => {
  const argv = programArgv(fillProofProgram, victim, order.params.path, victim.fileName)
  return (await engine.runHelper(helper(order, argv))).output
}

/** The disk is full, but it is never the host's: only a file system with a cap of its own, and that is asked twice. */
export const diskFill: Fault<Params, Inverse> = {
  name: 'disk.fill',
  category: 'storage',
  title: { en: 'Disk full', ja: 'ディスクフル' },
  targetKind: 'container',
  params,
  inverse,
  lift: 'ends',
  rungs: [
    {
      rung: 'kernel',
      text: {
        en: 'a file on the target’s own size-capped file system, written from the host',
        ja: '標的自身の、容量に上限のあるファイルシステムに、ホストから書いたファイル',
      },
    },
  ],
  lastsMs: (values) => durationMs(values.for),
  effect: (values, target) => ({
    en: `Fills the file system of ${values.path} in one container of ${target} to ${values.percent} %; the file is removed after ${values.for} at the latest.`,
    ja: `${target} のコンテナ 1 つで、${values.path} のファイルシステムを ${values.percent} % まで埋めます。遅くとも ${values.for} 後に埋めたファイルを削除します。`,
  }),
  plan: async ({ engine }, order, pick) => {
    const victim = await chooseVictim(engine, order, pick)
    const result = await engine.runHelper(
      helper(order, programArgv(fillCheckProgram, victim, order.params.path)),
    )
    programOutput(result, order.target)
    const fileName = `.noops-dojo-fill-${order.faultRunId.toLowerCase()}`
    return { inverse: { ...victim, fileName }, fingerprint: 'fill=absent', victim: victim.containerName }
  },
  arm: async ({ engine }, order, victim) => {
    const words = [order.params.path, victim.fileName, String(order.deadlineAt)]
    const more = { maxMs: durationMs(order.params.for) + 60_000 }
    await engine.startHelper(helper(order, programArgv(fillRemoveProgram, victim, ...words), more))
  },
  inject: async ({ engine }, order, victim) => {
    const { path, percent } = order.params
    // A tmpfs is memory, and it is charged to who writes it: the helper, not the target.
    const more = { memoryMiB: largestFillMib + 64 }
    const words = [path, victim.fileName, String(percent), String(order.deadlineAt)]
    const argv = programArgv(fillProgram, victim, ...words)
    const result = await engine.runHelper(helper(order, argv, more))
    programOutput(result, order.target)
    return readStamps(result, order.target)
  },
  prove: async (tools, order, victim) => {
    const { path, percent } = order.params
    const [, used = '?', file = 'absent', probe = '?'] =
      /used=([\d.]+) file=(\w+) probe=(\w+)/.exec(await look(tools, order, victim)) ?? []
    const isFull = percent === 100 ? probe === 'ENOSPC' : Number(used) >= percent - 2
    return {
      isEffective: file !== 'absent' && isFull,
      evidence: {
        en: `${path} of ${victim.containerName} is ${used} % full; another 64 KiB: ${probe}`,
        ja: `${victim.containerName} の ${path} の使用率：${used} %。さらに 64 KiB の書き込み：${probe}`,
      },
    }
  },
  revert: async ({ engine }, order, victim) => {
    if (!isSameProcess(victim, await engine.state(victim.containerId))) return 'moot'
    const argv = programArgv(fillRemoveProgram, victim, order.params.path, victim.fileName, '0')
    const { output } = await engine.runHelper(helper(order, argv))
    return output.includes('gone') ? 'moot' : 'reverted'
  },
  fingerprint: async (tools, order, victim) => {
    if (!isSameProcess(victim, await tools.engine.state(victim.containerId))) return undefined
    return `fill=${/file=(\w+)/.exec(await look(tools, order, victim))?.[1] ?? 'absent'}`
  },
}
