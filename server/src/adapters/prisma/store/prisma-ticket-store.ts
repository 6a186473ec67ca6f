import { createHash } from 'node:crypto'
import { TicketStore, type Ticket } from '../../../domain/ports/store/ticket-store.ts'
import type { Database } from '../database.ts'
import { fromTime, time } from './column.ts'

const hash = (token: string): string => createHash('sha256').update(token).digest('hex')

export class PrismaTicketStore extends TicketStore {
  constructor(private readonly database: Database) {
    super()
  }

  async issue(token: string, ticket: Ticket): Promise<void> {
    const data = { ...ticket, tokenHash: hash(token), expiresAt: fromTime(ticket.expiresAt) }
    await this.database.run((client) => client.ticket.create({ data }))
  }

  async redeem(token: string, now: number): Promise<Ticket | undefined> {
    const at = fromTime(now)
    const where = { tokenHash: hash(token), redeemedAt: null, expiresAt: { gt: at } }
    const [row] = await this.database.run((client) =>
      client.ticket.updateManyAndReturn({ where, data: { redeemedAt: at } }),
    )
    await this.forgetOld(now)
    if (row === undefined) return undefined
    return {
      purpose: row.purpose as Ticket['purpose'],
      sandboxId: row.sandboxId,
      classroomId: row.classroomId,
      terminal: row.terminal,
      learnerId: row.learnerId,
      role: row.role as Ticket['role'],
      expiresAt: time(row.expiresAt),
    }
  }

  /** Rows of the last hour are kept, so that a used ticket stays used; older ones are expired anyway. */
  private async forgetOld(now: number): Promise<void> {
    const expiresAt = { lt: fromTime(now - 3_600_000) }
    await this.database.run((client) => client.ticket.deleteMany({ where: { expiresAt } }))
  }
}
