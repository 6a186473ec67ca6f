import { DojoError, duration, durationMs } from '@noops-dojo/contracts'
import { z } from 'zod'
import type { HelperSpec } from '../../ports/index.ts'
import type { Fault, FaultOrder } from '../fault.ts'
import { programArgv, programOutput } from '../helper-program.ts'
import { readStamps } from '../helper-script.ts'
import { chooseVictim, isSameProcess, victimRecord } from '../victim.ts'
import { containerPath } from './container-path.ts'
import { mountProgram, readonlyProgram, writableProgram, writeProbeProgram } from './readonly-program.ts'

const params = z.strictObject({
  path: containerPath
    .refine((path) => !/^\/(proc|sys|dev)(\/|$)/.test(path), 'not a file system of the kernel')
    .default('/')
    .describe('A mount point in the container. Refused while a process holds a file there open for writing.'),
  for: duration.default('30s').describe('It is writable again after this at the latest.'),
})
type Params = z.infer<typeof params>
const inverse = victimRecord.extend({ mountId: z.string() })

const helper = (
  order: FaultOrder<Params>,
  argv: readonly string[],
  more: Partial<HelperSpec> = {},
): HelperSpec => ({
  sandboxId: order.sandboxId,
  faultRunId: order.faultRunId,
  argv,
  namespaces: { pid: 'host' },
  // To join the target's mount namespace. Nothing of the target's is executed there.
  capabilities: ['SYS_ADMIN', 'SYS_CHROOT', 'SYS_PTRACE', 'DAC_OVERRIDE'],
  image: 'chaos',
  maxMs: 15_000,
  ...more,
})

/** What a kernel does to a file system after an error of the disk: everything reads, nothing writes (EROFS). */
export const diskReadonly: Fault<Params, z.infer<typeof inverse>> = {
  name: 'disk.readonly',
  category: 'storage',
  title: { en: 'Read-only disk', ja: 'ディスクの読み取り専用化' },
  targetKind: 'container',
  params,
  inverse,
  lift: 'ends',
  rungs: [
    {
      rung: 'kernel',
      text: {
        en: 'read-only remount in the target’s own mount namespace',
        ja: '標的自身のマウント名前空間での、読み取り専用の再マウント',
      },
    },
  ],
  lastsMs: (values) => durationMs(values.for),
  effect: (values, target) => ({
    en: `Makes ${values.path} of one container of ${target} read-only (EROFS); it is writable again after ${values.for} at the latest.`,
    ja: `${target} のコンテナ 1 つで ${values.path} を読み取り専用にします（EROFS）。遅くとも ${values.for} 後に書き込めるように戻します。`,
  }),
  plan: async ({ engine }, order, pick) => {
    const victim = await chooseVictim(engine, order, pick)
    const { path } = order.params
    const result = await engine.runHelper(helper(order, programArgv(mountProgram, victim, path)))
    const [, mountId = '', mode] = /mount=(\d+) mode=(r[ow])/.exec(programOutput(result, order.target)) ?? []
    if (mode !== 'rw') throw new DojoError('FAULT_INVALID', `${path} of ${order.target} is read-only already`)
    return { inverse: { ...victim, mountId }, fingerprint: 'mode=rw', victim: victim.containerName }
  },
  arm: async ({ engine }, order, victim) => {
    const words = [order.params.path, victim.mountId, String(order.deadlineAt)]
    const more = { maxMs: durationMs(order.params.for) + 60_000 }
    await engine.startHelper(helper(order, programArgv(writableProgram, victim, ...words), more))
  },
  inject: async ({ engine }, order, victim) => {
    const words = [order.params.path, victim.mountId, String(order.deadlineAt)]
    const argv = programArgv(readonlyProgram, victim, ...words)
    const result = await engine.runHelper(helper(order, argv))
    programOutput(result, order.target)
    return readStamps(result, order.target)
  },
  prove: async ({ engine }, order, victim) => {
    const argv = programArgv(writeProbeProgram, victim, order.params.path)
    const { output } = await engine.runHelper(helper(order, argv))
    const probe = /probe=(\w+)/.exec(output)?.[1] ?? 'no answer'
    return {
      isEffective: probe === 'EROFS',
      evidence: {
        en: `writing to ${order.params.path} of ${victim.containerName}: ${probe}`,
        ja: `${victim.containerName} の ${order.params.path} への書き込み：${probe === 'no answer' ? '応答なし' : probe}`,
      },
    }
  },
  revert: async ({ engine }, order, victim) => {
    if (!isSameProcess(victim, await engine.state(victim.containerId))) return 'moot'
    const argv = programArgv(writableProgram, victim, order.params.path, victim.mountId, '0')
    const { output } = await engine.runHelper(helper(order, argv))
    return output.includes('gone') ? 'moot' : 'reverted'
  },
  fingerprint: async ({ engine }, order, victim) => {
    if (!isSameProcess(victim, await engine.state(victim.containerId))) return undefined
    const argv = programArgv(mountProgram, victim, order.params.path)
    const { output } = await engine.runHelper(helper(order, argv))
    return `mode=${/mode=(r[ow])/.exec(output)?.[1] ?? 'unknown'}`
  },
}
