import { byteCount, byteSize, DojoError, duration } from '@noops-dojo/contracts'
import { z } from 'zod'
import { stressFault } from './stress.ts'
import { memoryStressProgram } from './stress-program.ts'

const page = 4096
const params = z.strictObject({
  size: byteSize
    .refine((text) => byteCount(text) >= page, 'at least one page of 4Ki')
    .refine((text) => byteCount(text) <= 8 * 1024 ** 3, 'no more than 8Gi')
    .default('1Gi')
    .describe('Memory to take on the container’s account. More than its limit leaves ends in an OOM kill.'),
  for: duration.default('30s').describe('The memory is given back after this at the latest.'),
})

/** The kernel kills the application, not the stressor: SIGKILL, exit code 137, and the cgroup’s counter tells. */
export const memoryStress = stressFault<z.infer<typeof params>>({
  name: 'memory.stress',
  title: { en: 'Memory stress (OOM)', ja: 'メモリへの負荷（OOM）' },
  params,
  rungs: [
    {
      rung: 'process',
      text: {
        en: 'memory taken in the target’s own memory cgroup; the kernel picks the application',
        ja: '標的自身の memory cgroup でメモリを確保し、カーネルがアプリを選んで落とす',
      },
    },
  ],
  effect: (values, target) => ({
    en: `Takes ${values.size} of memory on the account of one container of ${target}; when that is more than its limit leaves, the kernel kills the application (OOM). It is given back after ${values.for} at the latest.`,
    ja: `${target} のコンテナ 1 つの枠でメモリを ${values.size} 確保します。上限を超えるとカーネルがアプリケーションを強制終了します（OOM）。遅くとも ${values.for} 後に解放します。`,
  }),
  program: memoryStressProgram,
  controller: 'memory',
  capabilities: [],
  args: (values) => [String(byteCount(values.size))],
  check: async ({ engine }, { containerId, containerName }) => {
    const limits = await engine.limits(containerId)
    if (!limits?.memoryBytes)
      throw new DojoError(
        'FAULT_INVALID',
        `${containerName} has no memory limit, so that the stress would hit the whole machine; give it one`,
      )
  },
  prove: async ({ engine }, order, victim) => {
    const output = await engine.helperOutput(order.faultRunId)
    const [, kills = 0, usage = 0, limit = 0] =
      /kills=(\d+) usage=(\d+) limit=(\d+)/.exec(output)?.map(Number) ?? []
    const isHeld = output.includes('full=1') && usage >= byteCount(order.params.size)
    return {
      isEffective: kills > 0 || isHeld,
      evidence: {
        en: `memory of ${victim.containerName}: ${usage} of ${limit} bytes, ${kills} OOM kills by the kernel`,
        ja: `${victim.containerName} のメモリ：${limit} バイト中 ${usage} バイト、カーネルによる OOM kill ${kills} 回`,
      },
    }
  },
})
