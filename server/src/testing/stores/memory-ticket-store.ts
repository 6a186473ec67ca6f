import { TicketStore, type Ticket } from '../../domain/ports/store/ticket-store.ts'

export class MemoryTicketStore extends TicketStore {
  private readonly open = new Map<string, Ticket>()

  async issue(token: string, ticket: Ticket): Promise<void> {
    this.open.set(token, { ...ticket })
  }

  async redeem(token: string, now: number): Promise<Ticket | undefined> {
    const ticket = this.open.get(token)
    if (ticket === undefined || ticket.expiresAt <= now) return undefined
    this.open.delete(token)
    return ticket
  }
}
