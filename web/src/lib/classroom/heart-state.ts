import type { ProbeSample } from '@noops-dojo/contracts'

export type HeartState = 'good' | 'bad' | 'silent'

const recentMs = 2000
const silentMs = 5000

/**
 * How a heartbeat stands, for whoever cannot see it: bad with a bad sample in the last two seconds of it, silent when
 * none has come for five seconds before `now` (epoch ms).
 */
export const heartState = (samples: readonly ProbeSample[], now: number): HeartState => {
  const newest = samples.reduce((latest, [start]) => Math.max(latest, start), 0)
  if (now - newest > silentMs) return 'silent'
  return samples.some(([start, good]) => good === 0 && start > newest - recentMs) ? 'bad' : 'good'
}
