import { DojoError, duration } from '@noops-dojo/contracts'
import { z } from 'zod'
import { seenStress, stressFault } from './stress.ts'
import { cpuStressProgram } from './stress-program.ts'

const params = z.strictObject({
  workers: z
    .number()
    .int('a whole number of workers')
    .min(1, 'at least one worker')
    .max(16, 'no more than 16 workers')
    .default(2)
    .describe('Busy loops that share the container’s CPU limit with the application.'),
  load: z
    .number()
    .int('a whole number of percent')
    .min(1, 'at least 1 percent')
    .max(100, 'no more than 100 percent')
    .default(100)
    .describe('Percent of its time that each of them is busy.'),
  for: duration.default('30s').describe('The load ends after this at the latest.'),
})

/** Load within the target’s own limit: the application gets its share of what it had alone before. */
export const cpuStress = stressFault<z.infer<typeof params>>({
  name: 'cpu.stress',
  title: { en: 'CPU stress', ja: 'CPU への負荷' },
  params,
  rungs: [
    {
      rung: 'process',
      text: {
        en: 'busy loops in the target’s own cpu cgroup',
        ja: '標的自身の cpu cgroup の中のビジーループ',
      },
    },
  ],
  effect: (values, target) => ({
    en: `Runs ${values.workers} busy loops (${values.load} % each) within the CPU limit of one container of ${target}; they end after ${values.for} at the latest.`,
    ja: `${target} のコンテナ 1 つの CPU 上限の中で、ビジーループを ${values.workers} 個（各 ${values.load} %）回します。遅くとも ${values.for} 後に終わります。`,
  }),
  program: cpuStressProgram,
  controller: 'cpu',
  capabilities: [],
  args: (values) => [String(values.workers), String(values.load)],
  check: async ({ engine }, { containerId, containerName }) => {
    const limits = await engine.limits(containerId)
    if (!limits?.nanoCpus)
      throw new DojoError(
        'FAULT_INVALID',
        `${containerName} has no CPU limit, so that the load would fall on the whole machine; give it one`,
      )
  },
  prove: async (tools, order, victim) => {
    const { stressors, ownMs, allMs } = await seenStress(tools, order, victim, 'cpu')
    return {
      isEffective: stressors > 0 && ownMs > 0 && allMs > 0,
      evidence: {
        en: `${stressors} busy loops on the account of ${victim.containerName} took ${ownMs} ms of CPU in 0.4 s; all together used ${allMs} ms`,
        ja: `${victim.containerName} の枠で ${stressors} 個のビジーループが 0.4 秒に使った CPU 時間：${ownMs} ミリ秒（全体では ${allMs} ミリ秒）`,
      },
    }
  },
})
