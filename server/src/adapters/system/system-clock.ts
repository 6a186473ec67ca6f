import { setTimeout as delay } from 'node:timers/promises'
import { Clock } from '../../domain/ports/clock.ts'

/** The machine's time. */
export class SystemClock extends Clock {
  now(): number {
    return Date.now()
  }

  monotonic(): number {
    return performance.now()
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    await delay(ms, undefined, { signal }).catch((error: unknown) => {
      throw signal?.aborted === true ? signal.reason : error
    })
  }
}
