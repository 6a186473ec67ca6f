import { Injectable } from '@nestjs/common'
import { DojoError, durationMs, type Actor } from '@noops-dojo/contracts'
import { Clock, EventLog, LabCatalog, SandboxStore } from '../../domain/ports/index.ts'
import { extensionsLeft, maxExtensions } from '../../domain/sandbox/deadlines.ts'
import { assertUsable, usableStates } from '../../domain/sandbox/sandbox-state.ts'
import type { Sandbox } from '../../domain/sandbox/sandbox.ts'

/** Adds the lab’s extension to the hard deadline. */
@Injectable()
export class ExtendSandbox {
  constructor(
    private readonly sandboxes: SandboxStore,
    private readonly labs: LabCatalog,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  /** Throws SANDBOX_NOT_FOUND, SANDBOX_NOT_READY, EXTENSION_LIMIT when all extensions are used, LAB_NOT_FOUND. */
  async execute(sandboxId: string, actor: Actor): Promise<Sandbox> {
    const sandbox = await this.sandboxes.find(sandboxId)
    if (!sandbox) throw new DojoError('SANDBOX_NOT_FOUND', 'There is no such sandbox.')
    assertUsable(sandbox)
    const lab = this.labs.find(sandbox.labId)
    if (!lab) throw new DojoError('LAB_NOT_FOUND', `The lab ${sandbox.labId} is not there any more.`)
    if (extensionsLeft(sandbox) === 0)
      throw new DojoError(
        'EXTENSION_LIMIT',
        `A sandbox can be extended ${maxExtensions} times; that was the last.`,
      )
    const now = this.clock.now()
    const extended = await this.sandboxes.change(sandboxId, usableStates, {
      state: 'ready',
      endsAt: (sandbox.endsAt ?? now) + durationMs(lab.file.spec.limits.extend),
      extensionsUsed: sandbox.extensionsUsed + 1,
      lastActiveAt: now,
    })
    if (!extended) throw new DojoError('SANDBOX_NOT_READY', 'The sandbox has just ended. Start a new one.')
    const data = { state: 'ready', reason: 'extended', endsAt: extended.endsAt }
    await this.events.append([{ sandboxId, at: now, kind: 'sandbox.state', actor, data }])
    return extended
  }
}
