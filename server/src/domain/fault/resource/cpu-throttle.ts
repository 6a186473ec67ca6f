import { duration } from '@noops-dojo/contracts'
import { z } from 'zod'
import { limitFault } from './limit-edit.ts'
import { provedThrottle } from './limit-script.ts'

const params = z.strictObject({
  cpus: z
    .number()
    .min(0.01, 'the kernel gives no less than 0.01 CPUs')
    .max(64, 'no more than 64 CPUs')
    .default(0.05)
    .describe('CPUs that the container may use; less than it has now.'),
  for: duration.default('30s').describe('The limit before is put back after this at the latest.'),
})

/** Starved, not loaded: the same work takes many times as long, and health checks run into their timeouts. */
export const cpuThrottle = limitFault<z.infer<typeof params>>({
  name: 'cpu.throttle',
  category: 'resource',
  title: { en: 'CPU throttle', ja: 'CPU の絞り込み' },
  params,
  rungs: [
    {
      rung: 'kernel',
      text: {
        en: 'CFS quota of the container, by docker update',
        ja: 'コンテナの CFS クォータ（docker update）',
      },
    },
  ],
  effect: (values, target) => ({
    en: `Lowers the CPU limit of one container of ${target} to ${values.cpus} CPUs; the limit before is put back after ${values.for} at the latest.`,
    ja: `${target} のコンテナ 1 つの CPU 上限を ${values.cpus} CPU に下げます。遅くとも ${values.for} 後に元の上限へ戻します。`,
  }),
  key: 'nanoCpus',
  wanted: (values) => Math.round(values.cpus * 1e9),
  proof: provedThrottle,
  judge: (output, { containerName }) => {
    const throttled = Number(/throttled=(\d+)/.exec(output)?.[1] ?? 0)
    const quota = /quota=(-?\w+)/.exec(output)?.[1] ?? 'none'
    return {
      isEffective: throttled > 0,
      evidence: {
        en: `the kernel gives ${containerName} ${quota} µs a period; a busy loop there was throttled ${throttled} times in 0.4 s`,
        ja: `カーネルが ${containerName} に与える CPU は 1 周期に ${quota} µs。その中のビジーループは 0.4 秒に ${throttled} 回抑えられました`,
      },
    }
  },
})
