import { DojoError, duration, durationMs } from '@noops-dojo/contracts'
import { z } from 'zod'
import { restoreAtDeadlineScript } from '../certificate/certificate-script.ts'
import type { Fault } from '../fault.ts'
import { tooLate } from '../helper-program.ts'
import { helperArgv } from '../helper-script.ts'
import { chooseVictim, victimRecord } from '../victim.ts'
import { containerPath } from './container-path.ts'

const params = z.strictObject({
  path: containerPath
    .refine((path) => !/^\/(proc|sys|dev)(\/|$)/.test(path), 'not a file of the kernel')
    .describe('A file in the container of 64Ki at most. Who holds it open does not see the damage.'),
  for: duration.default('30s').describe('The file before is put back after this when nobody replaced it.'),
})

const inverse = victimRecord.extend({
  before: z.object({ content: z.string(), mode: z.number(), uid: z.number(), gid: z.number() }),
})
type Inverse = z.infer<typeof inverse>

const step = 16
/** The content with all bits of every sixteenth byte turned, from the first on; base64 in and out. */
const damaged = ({ before }: Inverse): string =>
  Buffer.from(
    Buffer.from(before.content, 'base64').map((byte, at) => (at % step === 0 ? byte ^ 0xff : byte)),
  ).toString('base64')

/** Silent damage: the file is there, its size is right, and what it says is wrong. */
export const fileCorrupt: Fault<z.infer<typeof params>, Inverse> = {
  name: 'file.corrupt',
  category: 'storage',
  title: { en: 'File corruption', ja: 'ファイルの破損' },
  targetKind: 'container',
  params,
  inverse,
  lift: 'repairs',
  rungs: [
    {
      rung: 'engine',
      text: {
        en: 'the file replaced by a damaged copy, as docker cp does',
        ja: 'docker cp のように、壊れた写しに置き換えたファイル',
      },
    },
  ],
  example: { path: '/data/orders.log' },
  lastsMs: (values) => durationMs(values.for),
  effect: (values, target) => ({
    en: `Damages ${values.path} in one container of ${target}: its size stays, every sixteenth byte is wrong; the file before is put back after ${values.for} when nobody replaced it.`,
    ja: `${target} のコンテナ 1 つで ${values.path} を壊します。サイズはそのままで、16 バイトごとに 1 バイトが誤った値になります。誰も置き換えなければ ${values.for} 後に元のファイルへ戻します。`,
  }),
  plan: async ({ engine }, order, pick) => {
    const victim = await chooseVictim(engine, order, pick)
    const before = await engine.readFile(victim.containerId, order.params.path)
    if (!before || before.content === '')
      throw new DojoError(
        'FAULT_INVALID',
        `${order.params.path} of ${victim.containerName} ${before ? 'is empty' : 'is no file'}; name one to damage`,
      )
    const file = `file=${before.content}`
    return { inverse: { ...victim, before }, fingerprint: file, victim: victim.containerName }
  },
  arm: async ({ engine }, order, victim) => {
    const { content, mode, uid, gid } = victim.before
    const deadline = String(Math.ceil(order.deadlineAt / 1000))
    const words = [victim.containerId, deadline, order.params.path, damaged(victim), content]
    await engine.startHelper({
      sandboxId: order.sandboxId,
      faultRunId: order.faultRunId,
      argv: helperArgv(restoreAtDeadlineScript, ...words, mode.toString(8), String(uid), String(gid)),
      namespaces: {},
      capabilities: [],
      needsEngine: true,
      maxMs: durationMs(order.params.for) + 60_000,
    })
  },
  inject: async ({ engine, clock }, order, victim) => {
    const injectedAt = clock.now()
    if (injectedAt > order.deadlineAt - 500) throw new DojoError('FAULT_INVALID', tooLate)
    const file = { ...victim.before, content: damaged(victim) }
    await engine.writeFile(victim.containerId, order.params.path, file)
    return { injectedAt, effectiveAt: clock.now() }
  },
  prove: async ({ engine }, order, victim) => {
    const now = await engine.readFile(victim.containerId, order.params.path)
    const isDamaged = now?.content === damaged(victim)
    return {
      isEffective: isDamaged,
      evidence: {
        en: `${order.params.path} of ${victim.containerName} ${isDamaged ? 'is damaged' : 'is not damaged'}`,
        ja: `${victim.containerName} の ${order.params.path} は壊れて${isDamaged ? 'います' : 'いません'}`,
      },
    }
  },
  revert: async ({ engine }, order, victim) => {
    const now = (await engine.readFile(victim.containerId, order.params.path))?.content
    if (now !== damaged(victim)) return now === victim.before.content ? 'reverted' : 'moot'
    await engine.writeFile(victim.containerId, order.params.path, victim.before)
    return 'reverted'
  },
  fingerprint: async ({ engine }, order, victim) => {
    const now = await engine.readFile(victim.containerId, order.params.path)
    return now && `file=${now.content}`
  },
}
