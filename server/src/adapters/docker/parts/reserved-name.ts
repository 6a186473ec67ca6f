import { setTimeout as sleep } from 'node:timers/promises'
import { engineMessage, hasStatus } from '../engine-errors.ts'

const retryMs = 100
const withinMs = 20_000

/** An attachment to a network that is just being made says 500: it was looked for in Swarm too, and not found there. */
const isNotThereYet = (error: unknown): boolean =>
  hasStatus(error, 404) || (hasStatus(error, 500) && /network \S+ not found/.test(engineMessage(error)))

/**
 * The engine reserves a container’s name before the container can be found: whoever creates it a second time meanwhile
 * (a server that was killed in the middle, and its successor) is told 409 and then 404. Repeats `work` until that is over.
 */
export const whileNameIsReserved = async <T>(work: () => Promise<T>): Promise<T> => {
  for (let waitedMs = 0; ; waitedMs += retryMs) {
    try {
      return await work()
    } catch (error) {
      if (!isNotThereYet(error) || waitedMs >= withinMs) throw error
      await sleep(retryMs)
    }
  }
}
