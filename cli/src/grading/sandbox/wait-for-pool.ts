import { setTimeout as sleep } from 'node:timers/promises'
import type { GradingServer } from '../../client/grading-server.ts'
import { InfrastructureError } from '../exit-codes.ts'

/** Waits until a warm sandbox of the lab is ready. Rejects with InfrastructureError after `withinMs`. */
export const waitForPool = async (
  server: GradingServer,
  labId: string,
  signal: AbortSignal,
  withinMs = 180_000,
): Promise<void> => {
  const until = Date.now() + withinMs
  for (;;) {
    const lab = (await server.listLabs()).find(({ id }) => id === labId)
    if ((lab?.pool ?? 0) > 0) return
    if (Date.now() > until)
      throw new InfrastructureError(`No warm sandbox of ${labId} was ready within ${withinMs / 1000} s.`)
    await sleep(1000, undefined, { signal })
  }
}
