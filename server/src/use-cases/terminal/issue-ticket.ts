import { Injectable } from '@nestjs/common'
import { Clock, RandomSource, type Ticket, TicketStore } from '../../domain/ports/index.ts'

/** Long enough to open a socket with, too short to be of use in a log. */
const ticketMs = 30_000

export type TicketRequest = Omit<Ticket, 'expiresAt'>

/** Issues a single-use ticket for a WebSocket; whether the caller may have it was decided before. */
@Injectable()
export class IssueTicket {
  constructor(
    private readonly tickets: TicketStore,
    private readonly clock: Clock,
    private readonly random: RandomSource,
  ) {}

  async execute(request: TicketRequest): Promise<{ ticket: string; url: string; expiresAt: number }> {
    const ticket = this.random.secret(32)
    const expiresAt = this.clock.now() + ticketMs
    await this.tickets.issue(ticket, { ...request, expiresAt })
    return { ticket, url: `/ws/${request.purpose}?ticket=${ticket}`, expiresAt }
  }
}
