import { describe, expect, it } from 'vitest'
import type { CursorStore } from '../../domain/ports/store/cursor-store.ts'
import type { LeaseStore } from '../../domain/ports/store/lease-store.ts'
import type { Ticket, TicketStore } from '../../domain/ports/store/ticket-store.ts'
import { fresh } from './fresh.ts'

const aTicket = (expiresAt: number): Ticket => ({
  purpose: 'terminal',
  sandboxId: 'sandbox001',
  classroomId: null,
  terminal: 'main',
  learnerId: 'l1',
  role: 'learner',
  expiresAt,
})

/** What every ticket store does. */
export const ticketStoreContract = (open: () => TicketStore): void => {
  describe('the ticket store', () => {
    it('gives a ticket once, also when several ask at the same time', async () => {
      const token = fresh()
      await open().issue(token, aTicket(100))
      const given = await Promise.all(Array.from({ length: 5 }, () => open().redeem(token, 50)))
      expect(given.filter((ticket) => ticket !== undefined)).toEqual([aTicket(100)])
      expect(await open().redeem(token, 50)).toBeUndefined()
    })

    it('gives no ticket that has expired or was never issued', async () => {
      const token = fresh()
      await open().issue(token, aTicket(100))
      expect(await open().redeem(token, 100)).toBeUndefined()
      expect(await open().redeem(fresh(), 50)).toBeUndefined()
    })
  })
}

/** What every lease store does. */
export const leaseStoreContract = (open: () => LeaseStore): void => {
  describe('the lease store', () => {
    it('lets one holder have a lease until it expires or is released', async () => {
      const name = fresh()
      expect(await open().take(name, 'a', 0, 100)).toBe(true)
      expect(await open().take(name, 'b', 50, 150)).toBe(false)
      expect(await open().take(name, 'a', 60, 160)).toBe(true)
      expect(await open().take(name, 'b', 120, 220)).toBe(false)
      expect(await open().take(name, 'b', 160, 260)).toBe(true)
      await open().release(name, 'a')
      expect(await open().take(name, 'a', 170, 270)).toBe(false)
      await open().release(name, 'b')
      expect(await open().take(name, 'a', 170, 270)).toBe(true)
    })

    it('gives a free lease to one of many who ask at once', async () => {
      const name = fresh()
      const takes = Array.from({ length: 8 }, (_, n) => open().take(name, `holder${n}`, 0, 100))
      expect((await Promise.all(takes)).filter(Boolean)).toHaveLength(1)
    })
  })
}

/** What every cursor store does. */
export const cursorStoreContract = (open: () => CursorStore): void => {
  describe('the cursor store', () => {
    it('starts at 0 and remembers the last position', async () => {
      const name = fresh()
      expect(await open().read(name)).toBe(0)
      await open().write(name, 7)
      await open().write(name, 8_000_000_000)
      expect(await open().read(name)).toBe(8_000_000_000)
    })
  })
}
