import type { IncomingMessage } from 'node:http'
import { Injectable } from '@nestjs/common'
import { DojoError, type ErrorCode, errorCodes } from '@noops-dojo/contracts'
import type { Ticket } from '../domain/ports/index.ts'
import { AllowedOrigins } from '../http/access/allowed-origins.ts'
import { RedeemTicket } from '../use-cases/terminal/redeem-ticket.ts'

export interface Refusal {
  readonly status: number
  readonly code: ErrorCode
  readonly message: string
}

const refusal = (code: ErrorCode, message: string): Refusal => ({ status: errorCodes[code], code, message })

const sockets: Record<string, Ticket['purpose']> = {
  '/ws/terminal': 'terminal',
  '/ws/live': 'live',
  '/ws/room': 'room',
}

/** Path and ticket of a request target, or undefined when it is not one of our sockets. */
export const readTarget = (
  target: string | undefined,
): { purpose: Ticket['purpose']; token: string } | undefined => {
  const [path = '', query = ''] = (target ?? '').split('?', 2)
  const purpose = Object.hasOwn(sockets, path) ? sockets[path] : undefined
  return purpose && { purpose, token: new URLSearchParams(query).get('ticket') ?? '' }
}

/**
 * Decides on the upgrade of a WebSocket: Nest’s guards do not see raw upgrades, so this is the only gate. First the
 * origin, so that a foreign page cannot burn a ticket, then the single-use ticket.
 */
@Injectable()
export class UpgradeGate {
  readonly #tickets = new WeakMap<IncomingMessage, Ticket>()

  constructor(
    private readonly origins: AllowedOrigins,
    private readonly redeemTicket: RedeemTicket,
  ) {}

  /** Gives undefined when the socket may open; its ticket is then kept for `ticketOf`. */
  async check(request: IncomingMessage): Promise<Refusal | undefined> {
    if (!this.origins.allowsUpgrade(request))
      return refusal(
        'ORIGIN_REFUSED',
        'This page may not connect to the dojo. Open the dojo at its own address, or list the origin in DOJO_ORIGINS.',
      )
    const target = readTarget(request.url)
    if (!target) return refusal('NOT_FOUND', 'There is no such socket.')
    try {
      const ticket = await this.redeemTicket.execute(target.token, target.purpose)
      if (!ticket) return refusal('TICKET_INVALID', 'The ticket is unknown, used or too old. Take a new one.')
      this.#tickets.set(request, ticket)
      return undefined
    } catch (error) {
      const isAway = error instanceof DojoError && error.code === 'DATABASE_AWAY'
      return isAway
        ? refusal('DATABASE_AWAY', 'The database does not answer; try again in a moment.')
        : refusal('INTERNAL', 'The ticket could not be checked.')
    }
  }

  /** The ticket with which this request was let in; throws Error for a request that never passed. */
  ticketOf(request: IncomingMessage): Ticket {
    const ticket = this.#tickets.get(request)
    if (!ticket) throw new Error('a socket opened without a ticket')
    return ticket
  }
}
