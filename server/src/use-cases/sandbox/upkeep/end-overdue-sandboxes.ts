import { Injectable } from '@nestjs/common'
import { Clock, LabCatalog } from '../../../domain/ports/index.ts'
import { deadlineState, warmLifeMs } from '../../../domain/sandbox/deadlines.ts'
import type { Sandbox } from '../../../domain/sandbox/sandbox.ts'
import { EndSandbox } from '../end-sandbox.ts'
import { MoveSandbox } from '../move-sandbox.ts'

/** Keeps the deadlines: warns before them, ends at them. */
@Injectable()
export class EndOverdueSandboxes {
  constructor(
    private readonly labs: LabCatalog,
    private readonly clock: Clock,
    private readonly end: EndSandbox,
    private readonly move: MoveSandbox,
  ) {}

  /** `sandbox`: as it was listed. Gives true when its time was over then, and ends it unless somebody came since. */
  async execute(sandbox: Sandbox): Promise<boolean> {
    const now = this.clock.now()
    const { claim, endsAt, lastActiveAt } = sandbox
    const lab = this.labs.find(sandbox.labId)
    if (sandbox.claim === 'warm') {
      const isStale = lab?.digest !== sandbox.labDigest || now - sandbox.createdAt > warmLifeMs
      const by = { actor: 'platform', reason: 'the pool is renewed' } as const
      if (isStale) await this.end.execute(sandbox.id, by, { claim })
      return isStale
    }
    const state = deadlineState(sandbox, lab?.file.spec.limits, now)
    if (state === 'time-over' || state === 'idle-over') {
      const reason = state === 'time-over' ? 'time is over' : 'nobody typed or looked for too long'
      await this.end.execute(sandbox.id, { actor: 'platform', reason }, { endsAt, lastActiveAt })
      return true
    }
    if (state === 'expiring' && sandbox.state === 'ready')
      await this.move.execute(sandbox.id, { to: 'expiring', from: ['ready'] })
    if (state === 'fine' && sandbox.state === 'expiring')
      await this.move.execute(sandbox.id, { to: 'ready', from: ['expiring'] })
    return false
  }
}
