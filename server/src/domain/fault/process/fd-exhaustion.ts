import { duration, durationMs } from '@noops-dojo/contracts'
import { z } from 'zod'
import type { HelperSpec } from '../../ports/index.ts'
import type { Fault, FaultOrder } from '../fault.ts'
import { programArgv, programOutput } from '../helper-program.ts'
import { readStamps } from '../helper-script.ts'
import { chooseVictim, isSameProcess, victimRecord } from '../victim.ts'
import { fdLimitProgram, fdRestoreProgram, fdTableProgram } from './fd-program.ts'

const params = z.strictObject({
  limit: z
    .number()
    .int('a whole number of files')
    .min(0, 'no less than 0 files')
    .max(1024, 'no more than 1024 files: that is no fault')
    .default(3)
    .describe('Open files and sockets that each process may have; those that it has already stay open.'),
  for: duration.default('20s').describe('The limits before are put back after this at the latest.'),
})
type Params = z.infer<typeof params>
/** `table`: the soft limit of each process before. */
const inverse = victimRecord.extend({ table: z.string() })

const helper = (
  order: FaultOrder<Params>,
  argv: readonly string[],
  more: Partial<HelperSpec> = {},
): HelperSpec => ({
  sandboxId: order.sandboxId,
  faultRunId: order.faultRunId,
  argv,
  namespaces: { pid: 'host' },
  capabilities: ['SETUID', 'SETGID'],
  image: 'chaos',
  maxMs: 15_000,
  ...more,
})

/** Soft limits of a table in order, without the processes: `1024 1024`. Health checks come and go. */
const values = (table: string): string => [...new Set(table.match(/=(\w+)/g) ?? [])].sort().join(' ')
const tableIn = (output: string): string => (/^table (.*)$/m.exec(output)?.[1] ?? '').trim()

/** EMFILE: what is open goes on, but no connection is accepted and no file is opened any more. */
export const fdExhaustion: Fault<Params, z.infer<typeof inverse>> = {
  name: 'process.fd-exhaustion',
  category: 'process',
  title: { en: 'File descriptor exhaustion', ja: 'ファイルディスクリプターの枯渇' },
  targetKind: 'container',
  params,
  inverse,
  lift: 'ends',
  rungs: [
    {
      rung: 'kernel',
      text: {
        en: 'RLIMIT_NOFILE of every process, by prlimit from the host',
        ja: '全プロセスの RLIMIT_NOFILE（ホストからの prlimit）',
      },
    },
  ],
  lastsMs: (given) => durationMs(given.for),
  effect: (given, target) => ({
    en: `Lets no process of one container of ${target} open a file or socket beyond number ${given.limit} (EMFILE); the limits before are put back after ${given.for} at the latest.`,
    ja: `${target} のコンテナ 1 つのどのプロセスも、番号 ${given.limit} 以上のファイルやソケットを新しく開けなくします（EMFILE）。遅くとも ${given.for} 後に元の上限へ戻します。`,
  }),
  plan: async ({ engine }, order, pick) => {
    const victim = await chooseVictim(engine, order, pick)
    const result = await engine.runHelper(helper(order, programArgv(fdTableProgram, victim)))
    const table = tableIn(programOutput(result, order.target))
    return { inverse: { ...victim, table }, fingerprint: values(table), victim: victim.containerName }
  },
  arm: async ({ engine }, order, victim) => {
    const words = [String(order.params.limit), victim.table, String(order.deadlineAt)]
    const more = { maxMs: durationMs(order.params.for) + 60_000 }
    await engine.startHelper(helper(order, programArgv(fdRestoreProgram, victim, ...words), more))
  },
  inject: async ({ engine }, order, victim) => {
    const words = [String(order.params.limit), String(order.deadlineAt)]
    const argv = programArgv(fdLimitProgram, victim, ...words)
    const result = await engine.runHelper(helper(order, argv))
    programOutput(result, order.target)
    return readStamps(result, order.target)
  },
  prove: async ({ engine }, order, victim) => {
    const { output } = await engine.runHelper(helper(order, programArgv(fdTableProgram, victim)))
    const now = tableIn(output).split(' ')
    const main = now.find((row) => row.startsWith(`${victim.hostPid}:`))
    const limited = now.filter((row) => row.endsWith(`=${order.params.limit}`)).length
    return {
      isEffective: main?.endsWith(`=${order.params.limit}`) ?? false,
      evidence: {
        en: `/proc/PID/limits of ${victim.containerName}: ${limited} of ${now.length} processes may open ${order.params.limit} files`,
        ja: `${victim.containerName} の /proc/PID/limits：${now.length} 個中 ${limited} 個のプロセスの上限が ${order.params.limit} ファイル`,
      },
    }
  },
  revert: async ({ engine }, order, victim) => {
    if (!isSameProcess(victim, await engine.state(victim.containerId))) return 'moot'
    const argv = programArgv(fdRestoreProgram, victim, String(order.params.limit), victim.table, '0')
    const { output } = await engine.runHelper(helper(order, argv))
    return output.includes('gone') ? 'moot' : 'reverted'
  },
  fingerprint: async ({ engine }, order, victim) => {
    if (!isSameProcess(victim, await engine.state(victim.containerId))) return undefined
    const { exitCode, output } = await engine.runHelper(helper(order, programArgv(fdTableProgram, victim)))
    return exitCode === 0 ? values(tableIn(output)) : undefined
  },
}
