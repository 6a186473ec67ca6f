import { launchDojo } from '../test/fixtures/launched-dojo.ts'
import { type BenchResult, quantile } from './result.ts'
import { RoomLearner, type RoomRecord } from './room/room-learner.ts'
import { learners, roomOfThirty } from './room/room-of-thirty.ts'

const whole = Math.round

const countBy = (words: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return counts
}

/**
 * A room at a meetup: thirty people come within a minute and all do “Survive a crash” with the right commands at the same
 * time. Each must get a sandbox, all tasks met, and no verdict that calls a right solution wrong.
 */
export default async function run(): Promise<BenchResult> {
  const dojo = await launchDojo()
  const record: RoomRecord = { readyMs: [], echoMs: [], verdicts: [] }
  try {
    const { results, problems } = await roomOfThirty(dojo, 'survive-a-crash', (seat) => {
      record.readyMs.push(seat.readyMs)
      return new RoomLearner(seat, record).work()
    })
    const count = results.filter(Boolean).length
    const wrong = record.verdicts.filter(({ outcome }) => outcome === 'unmet')
    return {
      name: 'room',
      ours: count,
      yardstick: learners,
      ratio: Number((count / learners).toFixed(3)),
      unit: 'learners who finish “Survive a crash”, all at the same time',
      aim: 'all, and no right solution is called wrong',
      met: count === learners && wrong.length === 0,
      detail: {
        verdicts: countBy(record.verdicts.map(({ outcome, reason }) => `${outcome}: ${reason}`)),
        readyMs: { p50: whole(quantile(record.readyMs, 0.5)), p95: whole(quantile(record.readyMs, 0.95)) },
        echoMs: { p50: whole(quantile(record.echoMs, 0.5)), p95: whole(quantile(record.echoMs, 0.95)) },
        problems,
      },
    }
  } finally {
    await dojo.stop()
  }
}
