import { DojoError, duration, durationMs } from '@noops-dojo/contracts'
import { z } from 'zod'
import { engineName } from '../../sandbox/engine-names.ts'
import type { Fault, FaultOrder, FaultTools } from '../fault.ts'
import { helperArgv, readStamps } from '../helper-script.ts'
import { acceptedScript, surgeScript } from './surge-script.ts'

/** One generator takes about half a core for this many; labs share the machine. */
const maxRate = 500

const params = z.strictObject({
  rate: z
    .number()
    .int()
    .min(1)
    .max(maxRate, `a surge is at most ${maxRate} requests per second`)
    .default(100)
    .describe('Requests per second, over all replicas.'),
  port: z.number().int().min(1).max(65535).default(8080).describe('Port of the target.'),
  path: z
    .string()
    .regex(/^\/[\x21-\x7e]*$/, 'a path that begins with /')
    .default('/')
    .describe('What is asked for.'),
  for: duration.default('30s').describe('The surge ends after this.'),
})
type Params = z.infer<typeof params>

const inverse = z.object({ host: z.string() })
type Inverse = z.infer<typeof inverse>

const pidsOf = async ({ engine }: FaultTools, order: FaultOrder<Params>): Promise<string[]> =>
  (await engine.victims(order.sandboxId, order.target)).map(({ hostPid }) => String(hostPid))

/** Asks the kernels of the replicas until they accept at least a tenth of the rate: overload may refuse the rest. */
const askKernels = async (tools: FaultTools, order: FaultOrder<Params>) => {
  const least = String(Math.max(1, Math.floor(order.params.rate / 10)))
  return tools.engine.runHelper({
    sandboxId: order.sandboxId,
    faultRunId: order.faultRunId,
    argv: helperArgv(acceptedScript, least, ...(await pidsOf(tools, order))),
    namespaces: { pid: 'host' },
    capabilities: [],
    image: 'chaos',
    maxMs: 30_000,
  })
}

/** More requests than usual from inside the sandbox; the generator is the fault, and ends by itself. */
export const loadSurge: Fault<Params, Inverse> = {
  name: 'load.surge',
  category: 'dependency',
  title: { en: 'Load surge', ja: '負荷の急増' },
  targetKind: 'service',
  params,
  inverse,
  lift: 'ends',
  rungs: [
    {
      rung: 'process',
      text: {
        en: 'an open-loop generator on the sandbox’s network',
        ja: 'サンドボックスのネットワーク上の、応答を待たずに送り続ける負荷生成役',
      },
    },
  ],
  lastsMs: (values) => durationMs(values.for),
  effect: ({ rate, port, path, for: lasts }, target) => ({
    en: `Asks ${target} for ${path} at port ${port} ${rate} times a second for ${lasts}, whether it answers in time or not.`,
    ja: `${target} のポート ${port} の ${path} に、応答を待たず毎秒 ${rate} 回のリクエストを ${lasts} の間送り続けます。`,
  }),
  plan: async (tools, order) => {
    if ((await pidsOf(tools, order)).length === 0)
      throw new DojoError(
        'FAULT_TARGET_GONE',
        `nothing named ${order.target} is running in this sandbox; start it, then try again`,
      )
    const inverseNow = { host: engineName(order.sandboxId, order.target) }
    return { inverse: inverseNow, fingerprint: null, victim: order.target }
  },
  // Nothing to arm: the generator knows its deadline, and the engine starts it again when it is killed before.
  arm: () => Promise.resolve(),
  inject: async (tools, order, { host }) => {
    const { rate, port, path } = order.params
    const injectedAt = tools.clock.now()
    const deadline = String(Math.floor(order.deadlineAt / 1000))
    await tools.engine.startHelper({
      sandboxId: order.sandboxId,
      faultRunId: order.faultRunId,
      argv: helperArgv(surgeScript, host, String(port), path, String(rate), deadline),
      namespaces: { network: 'sandbox' },
      capabilities: [],
      image: 'chaos',
      memoryMiB: 128,
      maxMs: durationMs(order.params.for) + 60_000,
    })
    const told = await askKernels(tools, order)
    // What did not arrive is for `prove` to say.
    if (told.exitCode === 1) return { injectedAt, effectiveAt: tools.clock.now() }
    return { injectedAt, effectiveAt: readStamps(told, order.target).effectiveAt }
  },
  prove: async (tools, order) => {
    const { exitCode, output } = await askKernels(tools, order)
    const count = /accepted=(\d+)/.exec(output)?.[1] ?? '0'
    return {
      isEffective: exitCode === 0,
      evidence: {
        en: `the kernels of ${order.target} accepted ${count} connections in one second (asked for ${order.params.rate})`,
        ja: `${order.target} のカーネルが 1 秒間に受け入れた接続：${count}（指定は ${order.params.rate}）`,
      },
    }
  },
  revert: async ({ engine }, order) => {
    await engine.removeHelpers(order.faultRunId)
    return 'reverted'
  },
}
