import { Injectable } from '@nestjs/common'
import { Clock, type Ticket, TicketStore } from '../../domain/ports/index.ts'

const form = /^[0-9a-f]{64}$/

/** Takes a ticket at the upgrade of a WebSocket; each works once and for one purpose. */
@Injectable()
export class RedeemTicket {
  constructor(
    private readonly tickets: TicketStore,
    private readonly clock: Clock,
  ) {}

  /** Gives the ticket, or undefined when it is malformed, unknown, used, expired or for another purpose. */
  async execute(token: string, purpose: Ticket['purpose']): Promise<Ticket | undefined> {
    if (!form.test(token)) return undefined
    const ticket = await this.tickets.redeem(token, this.clock.now())
    return ticket?.purpose === purpose ? ticket : undefined
  }
}
