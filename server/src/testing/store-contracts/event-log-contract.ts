import type { JournalEvent, NewEvent } from '@noops-dojo/contracts'
import { describe, expect, it, vi } from 'vitest'
import { verifyChain } from '../../domain/event/hash-chain.ts'
import type { EventLog } from '../../domain/ports/store/event-log.ts'
import { fresh } from './fresh.ts'

const event = (sandboxId: string, at: number, data: Record<string, unknown> = {}): NewEvent => ({
  sandboxId,
  at,
  kind: 'touch.terminal',
  actor: 'learner',
  data,
})

/** What every event log does; `open` gives the log under test. */
export const eventLogContract = (open: () => EventLog): void => {
  describe('the event log', () => {
    it('numbers the events of each sandbox from 1 and chains their hashes', async () => {
      const [a, b] = [fresh(), fresh()]
      const stored = await open().append([event(a, 10), event(b, 11), event(a, 12)])
      expect(stored.map(({ sandboxId, seq }) => [sandboxId, seq])).toEqual([
        [a, 1],
        [b, 1],
        [a, 2],
      ])
      expect(verifyChain(await open().list(a, 0, 10))).toMatchObject({ ok: true, head: { seq: 2 } })
      expect(await open().lastSeq(a)).toBe(2)
    })

    it('gives back exactly what was appended, also what a database cannot store as it is', async () => {
      const id = fresh()
      const data = {
        nul: 'a\u0000b',
        half: '\ud800',
        deep: { list: [1.5, 1e21, -0, null], 'k\u0000': true, gone: undefined },
      }
      const [stored] = await open().append([event(id, 1.6, data)])
      const [read] = await open().list(id, 0, 1)
      expect(read).toEqual(stored)
      expect(read?.at).toBe(2)
      expect(verifyChain([read as JournalEvent]).ok).toBe(true)
    })

    it('keeps one unbroken chain when many append at once', async () => {
      const id = fresh()
      const writers = Array.from({ length: 50 }, (_, n) => open().append([event(id, n), event(id, n)]))
      const seqs = (await Promise.all(writers)).flat().map(({ seq }) => seq)
      expect(seqs.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, n) => n + 1))
      expect(verifyChain(await open().list(id, 0, 200))).toMatchObject({ ok: true, head: { seq: 100 } })
    })

    it('lists after a sequence number, at most as many as asked, and by time window', async () => {
      const id = fresh()
      await open().append([10, 20, 30, 40].map((at) => event(id, at)))
      expect((await open().list(id, 1, 2)).map(({ seq }) => seq)).toEqual([2, 3])
      expect((await open().window(id, 20, 30)).map(({ at }) => at)).toEqual([20, 30])
      expect(await open().list(fresh(), 0, 10)).toEqual([])
      expect(await open().lastSeq(fresh())).toBe(0)
    })

    it('calls a subscriber for each later event of its sandbox once and in order, until it leaves', async () => {
      const [id, other] = [fresh(), fresh()]
      await open().append([event(id, 1)])
      const seen: number[] = []
      const leave = open().subscribe(id, ({ seq }) => seen.push(seq))
      await Promise.all([open().append([event(id, 2), event(id, 3)]), open().append([event(other, 2)])])
      await open().append([event(id, 4)])
      await vi.waitFor(() => expect(seen).toEqual([2, 3, 4]), { timeout: 5_000 })
      leave()
      await open().append([event(id, 5)])
      await new Promise((resolve) => setTimeout(resolve, 50))
      expect(seen).toEqual([2, 3, 4])
    })
  })
}
