import { launchDojo } from '../test/fixtures/launched-dojo.ts'
import { type BenchResult, median, quantile } from './result.ts'
import { takeFirstSteps } from './room/first-steps-learner.ts'
import { learners, roomOfThirty } from './room/room-of-thirty.ts'
import { Seat } from './room/seat.ts'

const lab = 'first-steps'
/** Who waits longer for a tick asks whether it is broken. */
const patienceMs = 30_000

/**
 * Thirty people do “First steps” at the same time, the right commands in all terminals: how long until a task is shown
 * as met, from the end of the command or the click on the fault (whose healing takes Swarm five seconds). Yardstick: one
 * learner alone, in the same dojo right before.
 */
export default async function run(): Promise<BenchResult> {
  const dojo = await launchDojo()
  try {
    const alone = await Seat.take(dojo, 'Alone', lab)
    const before = await takeFirstSteps(alone)
    await alone.end()
    const { results, problems } = await roomOfThirty(dojo, lab, takeFirstSteps)
    const noticed = results.flatMap((each) => each ?? [])
    const p95 = quantile(noticed, 0.95)
    const ours = Math.round(median(noticed))
    const yardstick = Math.round(median(before))
    return {
      name: 'room-notice',
      ours,
      yardstick,
      ratio: Number((ours / yardstick).toFixed(2)),
      unit: `ms p50 until a task is shown as met in a room of ${learners} (p95: ${Math.round(p95)})`,
      aim: `all of them, p95 ≤ ${patienceMs / 1_000} s`,
      met: noticed.length === 3 * learners && p95 <= patienceMs,
      detail: { problems },
    }
  } finally {
    await dojo.stop()
  }
}
