import { describe, expect, it } from 'vitest'
import type { AttemptSampleStore, AttemptSamples } from '../../domain/ports/store/attempt-sample-store.ts'
import { fresh } from './fresh.ts'

const someSamples = (attemptId: string, probe: string): AttemptSamples => ({
  attemptId,
  sandboxId: 'sandbox001',
  probe,
  everyMs: 100,
  timeoutMs: 1000,
  samples: [
    [1_764_000_000_000, 1, 2.375],
    [1_764_000_000_100.5, 0, -1],
  ],
})

/** What every store of attempts' samples does. */
export const attemptSampleStoreContract = (open: () => AttemptSampleStore): void => {
  describe('the store of attempts’ samples', () => {
    it('gives the samples of an attempt back exactly, by probe, and those of no other', async () => {
      const id = fresh()
      await open().save(someSamples(id, 'web'))
      await open().save(someSamples(id, 'api'))
      await open().save(someSamples(fresh(), 'api'))
      expect(await open().list(id)).toEqual([someSamples(id, 'api'), someSamples(id, 'web')])
      expect(await open().list(fresh())).toEqual([])
    })

    it('replaces what was kept before', async () => {
      const id = fresh()
      await open().save(someSamples(id, 'web'))
      const more = { ...someSamples(id, 'web'), samples: [[1, 0, -1]] as const }
      await open().save(more as unknown as AttemptSamples)
      expect(await open().list(id)).toEqual([more])
    })
  })
}
