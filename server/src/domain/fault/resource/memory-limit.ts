import { byteCount, byteSize, duration } from '@noops-dojo/contracts'
import { z } from 'zod'
import { limitFault } from './limit-edit.ts'
import { provedMemoryLimit } from './limit-script.ts'

const smallest = 6 * 1024 * 1024
const params = z.strictObject({
  limit: byteSize
    .refine((text) => byteCount(text) >= smallest, 'the engine gives no container less than 6Mi')
    .default('96Mi')
    .describe(
      'Memory that the container may use, without swap; less than it has now. Less than it uses is refused on cgroup v1.',
    ),
  for: duration.default('30s').describe('The limit before is put back after this at the latest.'),
})

/** A limit that was fine until somebody lowered it: caches go, and the next peak ends in an OOM kill. */
export const memoryLimit = limitFault<z.infer<typeof params>>({
  name: 'memory.limit',
  category: 'resource',
  title: { en: 'Memory limit', ja: 'メモリ上限の引き下げ' },
  params,
  rungs: [
    {
      rung: 'kernel',
      text: {
        en: 'memory limit of the container without swap, by docker update',
        ja: 'コンテナのメモリ上限（スワップなし。docker update）',
      },
    },
  ],
  effect: (values, target) => ({
    en: `Lowers the memory limit of one container of ${target} to ${values.limit}, so that its next peak ends in an OOM kill; the limit before is put back after ${values.for} at the latest.`,
    ja: `${target} のコンテナ 1 つのメモリ上限を ${values.limit} に下げます。次のピークで OOM キルに至ります。遅くとも ${values.for} 後に元の上限へ戻します。`,
  }),
  key: 'memoryBytes',
  wanted: (values) => byteCount(values.limit),
  proof: provedMemoryLimit,
  judge: (output, { containerName, wanted }) => {
    const limit = Number(/limit=(\d+)/.exec(output)?.[1] ?? 0)
    const usage = Number(/usage=(\d+)/.exec(output)?.[1] ?? 0)
    return {
      // The kernel counts in pages.
      isEffective: limit > 0 && limit <= wanted,
      evidence: {
        en: `the kernel allows ${containerName} ${limit} bytes; it uses ${usage}`,
        ja: `カーネルが ${containerName} に許すメモリは ${limit} バイト、使用中は ${usage} バイト`,
      },
    }
  },
})
