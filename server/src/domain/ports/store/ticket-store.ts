/** What a WebSocket ticket allows. */
export interface Ticket {
  readonly purpose: 'terminal' | 'live' | 'room'
  readonly sandboxId: string | null
  readonly classroomId: string | null
  readonly terminal: string | null
  readonly learnerId: string | null
  readonly role: 'learner' | 'instructor' | 'grader'
  readonly expiresAt: number
}

/** Single-use tickets; in the database, so that any server may redeem them. Only a hash is stored. */
export abstract class TicketStore {
  abstract issue(token: string, ticket: Ticket): Promise<void>
  /** Gives the ticket once; undefined when unknown, used or expired at `now`. */
  abstract redeem(token: string, now: number): Promise<Ticket | undefined>
}
