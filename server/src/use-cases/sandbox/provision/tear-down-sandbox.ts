import { Injectable } from '@nestjs/common'
import {
  Clock,
  PlatformLog,
  ProbeGateway,
  SandboxEngine,
  SandboxGuard,
  SandboxStore,
} from '../../../domain/ports/index.ts'
import { needsTeardown } from '../../../domain/sandbox/sandbox-state.ts'
import { MoveSandbox } from '../move-sandbox.ts'
import { isPassing, type WorkResult } from './provision-sandbox.ts'

/**
 * Removes everything of a sandbox: fenced first, so that nothing new is made meanwhile; probes; engine objects, verified
 * by listing; sockets last. Every part may be repeated.
 */
@Injectable()
export class TearDownSandbox {
  constructor(
    private readonly sandboxes: SandboxStore,
    private readonly engine: SandboxEngine,
    private readonly guard: SandboxGuard,
    private readonly gateway: ProbeGateway,
    private readonly clock: Clock,
    private readonly move: MoveSandbox,
    private readonly log: PlatformLog,
  ) {}

  /** Throws only DATABASE_AWAY. */
  async execute(sandboxId: string): Promise<WorkResult> {
    const sandbox = await this.sandboxes.find(sandboxId)
    if (!sandbox || !needsTeardown(sandbox)) return 'settled'
    try {
      const { left } = await this.clear(sandboxId)
      if (left > 0) {
        this.log.warn('objects of a sandbox are left in the engine; tried again', { sandboxId, left })
        return 'later'
      }
    } catch (error) {
      this.log.warn('teardown waits', { sandboxId, error: String(error) })
      return 'later'
    }
    const goneAt = this.clock.now()
    if (sandbox.state === 'failed') await this.sandboxes.change(sandboxId, ['failed'], { goneAt })
    else await this.move.execute(sandboxId, { to: 'gone', change: { goneAt } })
    return 'settled'
  }

  /** Clears what the engine, the guard and the gateway have of an id, with or without a row. */
  async clear(sandboxId: string): Promise<{ left: number }> {
    // A guard that is away lets nobody in; one that does not know the sandbox has nothing to fence.
    await this.guard.setPhase(sandboxId, 'fenced').catch(() => undefined)
    await this.dropProbes(sandboxId)
    const { left } = await this.engine.destroy(sandboxId)
    if (left === 0) await this.guard.close(sandboxId)
    return { left }
  }

  /** A gateway that is away is not waited for: reconciling finds the probes when it is back. */
  private async dropProbes(sandboxId: string): Promise<void> {
    const isThere = this.gateway.isConnected()
    const dropped = this.gateway.drop(sandboxId).catch((error: unknown) => {
      if (isThere && !isPassing(error)) throw error
    })
    if (isThere) await dropped
  }
}
