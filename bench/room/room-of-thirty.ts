import { setTimeout as sleep } from 'node:timers/promises'
import type { LaunchedDojo } from '../../test/fixtures/launched-dojo.ts'
import { Seat } from './seat.ts'

export const learners = 30
/** They come in one by one. */
const arrivalMs = 2_000

/** Seats thirty learners and lets each do `work`; gives what it gave, null where it threw, and what was thrown. */
export const roomOfThirty = async <T>(
  dojo: LaunchedDojo,
  lab: string,
  work: (seat: Seat) => Promise<T>,
): Promise<{ results: (T | null)[]; problems: string[] }> => {
  const problems: string[] = []
  const visit = async (number: number): Promise<T | null> => {
    await sleep(number * arrivalMs)
    try {
      const seat = await Seat.take(dojo, `Learner ${number + 1}`, lab)
      return await work(seat).finally(() => seat.leave())
    } catch (error) {
      problems.push(`${number + 1}: ${String(error).slice(0, 300)}`)
      return null
    }
  }
  const results = await Promise.all(Array.from({ length: learners }, (_, number) => visit(number)))
  return { results, problems }
}
