import { Injectable } from '@nestjs/common'
import { DojoError } from '@noops-dojo/contracts'
import { SandboxStore, type Ticket } from '../../domain/ports/index.ts'
import { assertUsable } from '../../domain/sandbox/sandbox-state.ts'
import type { Hello, TerminalSession } from '../../domain/terminal/terminal-session.ts'
import type { Viewer } from '../../domain/terminal/viewer.ts'
import { TerminalSessions } from './terminal-sessions.ts'

/** Attaches a viewer to the terminal that its ticket names. */
@Injectable()
export class AttachTerminal {
  constructor(
    private readonly sandboxes: SandboxStore,
    private readonly sessions: TerminalSessions,
  ) {}

  /**
   * The ticket was redeemed already; what it was issued for may have changed since, so the sandbox is looked up anew.
   * Throws SANDBOX_NOT_FOUND (also for another learner’s), SANDBOX_NOT_READY, SANDBOX_FAILED, ENGINE_AWAY, TOO_MANY_REQUESTS.
   */
  async execute(ticket: Ticket, hello: Hello, viewer: Viewer): Promise<TerminalSession> {
    const { sandboxId, terminal } = ticket
    const sandbox = sandboxId === null ? undefined : await this.sandboxes.find(sandboxId)
    const isForeign = ticket.role === 'learner' && sandbox?.learnerId !== ticket.learnerId
    if (!sandbox || terminal === null || isForeign)
      throw new DojoError('SANDBOX_NOT_FOUND', 'There is no such sandbox. Open one from the catalogue.')
    assertUsable(sandbox)
    const session = await this.sessions.open(sandbox.id, terminal, hello)
    if (session.isOver)
      throw new DojoError('ENGINE_AWAY', 'The terminal ended while it was opened. Open it again.')
    session.attach(viewer, hello)
    return session
  }
}
