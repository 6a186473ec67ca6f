import { setTimeout as sleep } from 'node:timers/promises'
import type { Classroom, PreparationView } from '@noops-dojo/contracts'
import { launchDojo, type LaunchedDojo } from '../test/fixtures/launched-dojo.ts'
import { type BenchResult, median, quantile } from './result.ts'
import { learners } from './room/room-of-thirty.ts'
import { Visitor } from './sandbox/visitor.ts'

const lab = 'survive-a-crash'
const whole = Math.round

/** From the moment when all ask together until each has a ready sandbox with a prompt; milliseconds of each. */
const startTogether = async (dojo: LaunchedDojo): Promise<number[]> => {
  const room = await Promise.all(
    Array.from({ length: learners }, (_, number) => Visitor.join(dojo, `Learner ${number + 1}`)),
  )
  const started = await Promise.all(room.map((visitor) => visitor.startToPrompt(lab)))
  return started.map(({ ms }) => ms)
}

/** As the instructor’s page does it, minutes before; gives how long it took, milliseconds. */
const prepare = async (dojo: LaunchedDojo): Promise<number> => {
  const instructor = await Visitor.signIn(dojo)
  const { items } = await instructor.call<{ items: Classroom[] }>('/api/classrooms')
  const path = `/api/classrooms/${items[0]?.id}/preparation`
  const askedAt = performance.now()
  await instructor.call(path, 'PUT', { labId: lab, count: learners })
  for (let ready = 0; ready < learners; await sleep(500)) {
    const { preparation } = await instructor.call<{ preparation: PreparationView }>(path)
    ready = preparation.ready
  }
  return performance.now() - askedAt
}

const inDojo = async <T>(work: (dojo: LaunchedDojo) => Promise<T>): Promise<T> => {
  const dojo = await launchDojo({ DOJO_MAX_SANDBOXES: String(learners) })
  try {
    return await work(dojo)
  } finally {
    await dojo.stop()
  }
}

/**
 * A room that starts together: thirty learners ask for a sandbox at the same moment. Ours: the class was prepared before.
 * Yardstick: the same, unprepared.
 */
export default async function run(): Promise<BenchResult> {
  const unprepared = await inDojo(startTogether)
  const { preparedMs, times } = await inDojo(async (dojo) => ({
    preparedMs: await prepare(dojo),
    times: await startTogether(dojo),
  }))
  const [ours, yardstick] = [whole(quantile(times, 0.95)), whole(quantile(unprepared, 0.95))]
  return {
    name: 'room-prepared',
    ours,
    yardstick,
    ratio: Number((ours / yardstick).toFixed(2)),
    unit: `ms p95 until the prompt, ${learners} learners who start at the same moment in a prepared room`,
    aim: 'p95 ≤ 10 s',
    met: ours <= 10_000,
    detail: {
      p50: whole(median(times)),
      unpreparedP50: whole(median(unprepared)),
      preparedMs: whole(preparedMs),
    },
  }
}
