import { Injectable } from '@nestjs/common'
import type { Actor } from '@noops-dojo/contracts'
import type { DecidedOn } from '../../domain/ports/index.ts'
import type { Sandbox } from '../../domain/sandbox/sandbox.ts'
import { MoveSandbox } from './move-sandbox.ts'
import { SandboxQueue } from './provision/sandbox-queue.ts'

/** Ends a sandbox: the row says so at once, the queue removes what it made. */
@Injectable()
export class EndSandbox {
  constructor(
    private readonly move: MoveSandbox,
    private readonly queue: SandboxQueue,
  ) {}

  /**
   * Gives the new row; undefined when it was ending or gone already, or not as it was `decidedOn` any more: somebody
   * claimed, extended or used it since.
   */
  async execute(
    sandboxId: string,
    by: { actor: Actor; reason: string },
    decidedOn?: DecidedOn,
  ): Promise<Sandbox | undefined> {
    const ended = await this.move.execute(sandboxId, { to: 'terminating', ...by, decidedOn })
    if (ended) this.queue.push(sandboxId, 'teardown')
    return ended
  }
}
