import { DojoError, duration, durationMs } from '@noops-dojo/contracts'
import { z } from 'zod'
import type { ContainerFile, FaultEngine } from '../../ports/index.ts'
import { restoreAtDeadlineScript } from '../certificate/certificate-script.ts'
import type { Fault, FaultOrder } from '../fault.ts'
import { programArgv, programOutput, tooLate } from '../helper-program.ts'
import { helperArgv } from '../helper-script.ts'
import { chooseVictim, victimRecord, type VictimRecord } from '../victim.ts'
import { clockScript, preloadedProgram } from './clock-script.ts'

const unitSeconds: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 }
const secondsOf = (text: string): number =>
  Number(text.slice(0, -1)) * (unitSeconds[text.slice(-1)] as number)
const mostSeconds = 10 * 365 * 86_400

const params = z.strictObject({
  offset: z
    .string()
    .regex(/^[+-]\d+[smhd]$/, 'an offset is a sign, a whole number and s, m, h or d: +1h, -90s')
    .refine(
      (text) => Math.abs(secondsOf(text)) >= 5,
      'at least 5 seconds: less cannot be told from a slow answer',
    )
    .refine((text) => Math.abs(secondsOf(text)) <= mostSeconds, 'no more than ten years')
    .default('+1h')
    .describe('How far the application’s clock is off: +1h, -5m, +30d.'),
  for: duration.default('30s').describe('The clock is right again after this at the latest.'),
})
type Params = z.infer<typeof params>

const inverse = victimRecord.extend({
  path: z.string(),
  before: z.object({ content: z.string(), mode: z.number(), uid: z.number(), gid: z.number() }),
})
type Inverse = z.infer<typeof inverse>

const wanted = ({ params: { offset } }: FaultOrder<Params>): string => {
  const seconds = secondsOf(offset)
  return Buffer.from(`${seconds < 0 ? '' : '+'}${seconds}\n`).toString('base64')
}

/** Where the victim’s libfaketime reads its offset; throws FAULT_INVALID where the clock cannot be shifted. */
const timestampFile = async (
  engine: FaultEngine,
  order: FaultOrder<Params>,
  victim: VictimRecord,
): Promise<{ path: string; before: ContainerFile }> => {
  const result = await engine.runHelper({
    sandboxId: order.sandboxId,
    faultRunId: order.faultRunId,
    argv: programArgv(preloadedProgram, victim),
    namespaces: { pid: 'host' },
    capabilities: ['SYS_PTRACE', 'DAC_READ_SEARCH'],
    image: 'chaos',
    maxMs: 15_000,
  })
  const output = programOutput(result, order.target)
  if (!/processes=[1-9]/.test(output))
    throw new DojoError(
      'FAULT_INVALID',
      `no process of ${victim.containerName} has libfaketime loaded, so its clock cannot be shifted: not that of Go programs, of static binaries and of images without the library; preload it (LD_PRELOAD), as the shop’s images do`,
    )
  const path = /^file=(\/.+)$/m.exec(output)?.[1]
  const before = path && (await engine.readFile(victim.containerId, path))
  if (!path || !before)
    throw new DojoError(
      'FAULT_INVALID',
      `libfaketime of ${victim.containerName} reads no file; set FAKETIME_TIMESTAMP_FILE to one that exists`,
    )
  return { path, before }
}

/** Asks the application itself for the time. */
const askClock = (engine: FaultEngine, order: FaultOrder<Params>, { containerId }: Inverse, tries: number) =>
  engine.runHelper({
    sandboxId: order.sandboxId,
    faultRunId: order.faultRunId,
    argv: helperArgv(clockScript, containerId, String(secondsOf(order.params.offset)), String(tries)),
    namespaces: { networkOf: containerId },
    capabilities: [],
    image: 'chaos',
    maxMs: 30_000,
  })

/** Only what asks libc for the time is deceived; timers run on true time, and so does everything outside the target. */
export const clockSkew: Fault<Params, Inverse> = {
  name: 'clock.skew',
  category: 'time',
  title: { en: 'Clock skew', ja: '時計のずれ' },
  targetKind: 'container',
  params,
  inverse,
  lift: 'ends',
  rungs: [
    {
      rung: 'library',
      text: {
        en: 'libfaketime preloaded in the image; no effect on Go, static binaries and images without it, nor on timers',
        ja: 'イメージに組み込まれた libfaketime。Go、静的リンクのバイナリ、これのないイメージ、タイマーには効かない',
      },
    },
  ],
  lastsMs: (values) => durationMs(values.for),
  effect: (values, target) => ({
    en: `Shifts the clock that one container of ${target} sees by ${values.offset} (libfaketime; no effect on Go and static binaries); it is right again after ${values.for} at the latest.`,
    ja: `${target} のコンテナ 1 つから見える時計を ${values.offset} ずらします（libfaketime。Go や静的リンクのバイナリには効きません）。遅くとも ${values.for} 後に正しい時刻へ戻します。`,
  }),
  plan: async ({ engine }, order, pick) => {
    const victim = await chooseVictim(engine, order, pick)
    const file = await timestampFile(engine, order, victim)
    const { containerName } = victim
    return {
      inverse: { ...victim, ...file },
      fingerprint: `offset=${file.before.content}`,
      victim: containerName,
    }
  },
  arm: async ({ engine }, order, { containerId, path, before }) => {
    const { content, mode, uid, gid } = before
    const deadline = String(Math.ceil(order.deadlineAt / 1000))
    const owner = [mode.toString(8), String(uid), String(gid)]
    const words = [containerId, deadline, path, wanted(order), content, ...owner]
    await engine.startHelper({
      sandboxId: order.sandboxId,
      faultRunId: order.faultRunId,
      argv: helperArgv(restoreAtDeadlineScript, ...words),
      namespaces: {},
      capabilities: [],
      needsEngine: true,
      maxMs: durationMs(order.params.for) + 60_000,
    })
  },
  inject: async ({ engine, clock }, order, victim) => {
    const injectedAt = clock.now()
    if (injectedAt > order.deadlineAt - 500) throw new DojoError('FAULT_INVALID', tooLate)
    await engine.writeFile(victim.containerId, victim.path, { ...victim.before, content: wanted(order) })
    // The library reads its file anew once in a while: it has happened when the application says so.
    const { output } = await askClock(engine, order, victim, 25)
    const seenAt = /after=(\d+)/.exec(output)?.[1]
    return { injectedAt, effectiveAt: seenAt === undefined ? clock.now() : Number(seenAt) }
  },
  prove: async ({ engine }, order, victim) => {
    const { exitCode, output } = await askClock(engine, order, victim, 5)
    const delta = /delta=(-?\w+)/.exec(output)?.[1] ?? 'none'
    return {
      isEffective: exitCode === 0,
      evidence:
        delta === 'none'
          ? {
              en: `${victim.containerName} answers no HTTP request that could tell its time`,
              ja: `${victim.containerName} は、時刻を知るための HTTP リクエストに応答しません`,
            }
          : {
              en: `the Date header of ${victim.containerName} is ${delta} s off`,
              ja: `${victim.containerName} の Date ヘッダーのずれ：${delta} 秒`,
            },
    }
  },
  revert: async ({ engine }, order, { containerId, path, before }) => {
    const now = (await engine.readFile(containerId, path))?.content
    if (now === wanted(order)) await engine.writeFile(containerId, path, before)
    return now === wanted(order) || now === before.content ? 'reverted' : 'moot'
  },
  fingerprint: async ({ engine }, _order, { containerId, path }) => {
    const now = await engine.readFile(containerId, path)
    return now && `offset=${now.content}`
  },
}
