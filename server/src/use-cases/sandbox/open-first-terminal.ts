import { Injectable } from '@nestjs/common'
import { LabCatalog, PlatformLog } from '../../domain/ports/index.ts'
import type { Sandbox } from '../../domain/sandbox/sandbox.ts'
import { TerminalSessions } from '../terminal/terminal-sessions.ts'

/** Until the page says its own. */
const firstSize = { cols: 100, rows: 30 }

/** Opens the lab’s first terminal before the page asks for it: starting a shell costs more than all the rest of a claim. */
@Injectable()
export class OpenFirstTerminal {
  constructor(
    private readonly terminals: TerminalSessions,
    private readonly labs: LabCatalog,
    private readonly log: PlatformLog,
  ) {}

  /** Returns at once. Nothing for the pool and for graders: nobody will look. A failure only costs the time. */
  execute(sandbox: Pick<Sandbox, 'id' | 'labId' | 'owner'>): void {
    if (sandbox.owner === 'pool' || sandbox.owner === 'grader') return
    const tabs = this.labs.find(sandbox.labId)?.file.spec.tabs ?? []
    const first = tabs.find((tab) => 'terminal' in tab)
    if (!first) return
    this.terminals.open(sandbox.id, first.terminal, firstSize).catch((error: unknown) => {
      this.log.info('a terminal was not opened ahead', { sandboxId: sandbox.id, error: String(error) })
    })
  }
}
