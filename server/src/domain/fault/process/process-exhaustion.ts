import { duration } from '@noops-dojo/contracts'
import { z } from 'zod'
import { limitFault } from '../resource/limit-edit.ts'
import { provedExhaustion } from '../resource/limit-script.ts'

const params = z.strictObject({
  limit: z
    .number()
    .int('a whole number of processes')
    .min(1, 'the kernel takes no limit below 1')
    .max(4096, 'no more than 4096 processes')
    .default(1)
    .describe('Processes and threads that the container may have; those that are more already live on.'),
  for: duration.default('20s').describe('The limit before is put back after this at the latest.'),
})

/** No new process, no new thread: what runs goes on, but nothing can be forked, and a health check cannot start. */
export const processExhaustion = limitFault<z.infer<typeof params>>({
  name: 'process.exhaustion',
  category: 'process',
  title: { en: 'Process exhaustion', ja: 'プロセス数の枯渇' },
  params,
  rungs: [
    {
      rung: 'kernel',
      text: {
        en: 'pids limit of the container, by docker update',
        ja: 'コンテナの pids 上限（docker update）',
      },
    },
  ],
  effect: (values, target) => ({
    en: `Lets one container of ${target} have ${values.limit} processes at most, so that it cannot start another one (fork fails with EAGAIN); the limit before is put back after ${values.for} at the latest.`,
    ja: `${target} のコンテナ 1 つのプロセス数の上限を ${values.limit} にし、新しいプロセスを起動できなくします（fork が EAGAIN で失敗します）。遅くとも ${values.for} 後に元の上限へ戻します。`,
  }),
  key: 'pids',
  wanted: (values) => values.limit,
  proof: provedExhaustion,
  judge: (output, { containerName }) => {
    const [, limit = '?', count = '?'] = /limit=(\w+) count=(\d+)/.exec(output) ?? []
    const isFull = output.includes('fork=EAGAIN')
    return {
      isEffective: isFull,
      evidence: {
        en: `${containerName} has ${count} of ${limit} processes; one more ${isFull ? 'is refused with EAGAIN' : 'was possible'}`,
        ja: `${containerName} のプロセスは ${limit} 個中 ${count} 個。もう 1 つは${isFull ? ' EAGAIN で拒まれました' : '作れました'}`,
      },
    }
  },
})
