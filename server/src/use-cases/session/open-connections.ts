import { Injectable } from '@nestjs/common'
import { type Caller, learnerIdOf } from '../../domain/classroom/caller.ts'
import type { Ticket } from '../../domain/ports/index.ts'
import { closeCodes } from '../../domain/terminal/viewer.ts'

/** A socket that can be closed with a WebSocket close code. */
export interface Closable {
  close(code: number, reason: string): void
}

const keyOf = (role: string, learnerId: string | null): string => `${role} ${learnerId ?? ''}`

/** The sockets that people hold open through this server: a ticket is asked for once, signing out must reach them too. */
@Injectable()
export class OpenConnections {
  readonly #sockets = new Map<string, Set<Closable>>()

  /** Keeps a socket that this ticket opened; gives the function to call when it closed. */
  follow({ role, learnerId }: Pick<Ticket, 'role' | 'learnerId'>, socket: Closable): () => void {
    const key = keyOf(role, learnerId)
    const sockets = this.#sockets.get(key) ?? new Set()
    this.#sockets.set(key, sockets.add(socket))
    return () => {
      sockets.delete(socket)
      if (sockets.size === 0 && this.#sockets.get(key) === sockets) this.#sockets.delete(key)
    }
  }

  /** Closes what the caller holds. Instructors share one key: the others' pages take a new ticket and are back at once. */
  end(caller: Caller): void {
    for (const socket of this.#sockets.get(keyOf(caller.role, learnerIdOf(caller))) ?? [])
      socket.close(closeCodes.signedOut, 'signed out')
  }
}
