import { Injectable } from '@nestjs/common'
import { DojoError } from '@noops-dojo/contracts'
import type { Lab } from '../../domain/lab/lab.ts'
import { SandboxStore } from '../../domain/ports/index.ts'
import { SandboxSettings } from '../../domain/sandbox/sandbox-settings.ts'
import { isActive } from '../../domain/sandbox/sandbox-state.ts'
import { EndSandbox } from './end-sandbox.ts'

/** Makes sure that the host has room for one sandbox more. */
@Injectable()
export class CheckCapacity {
  constructor(
    private readonly sandboxes: SandboxStore,
    private readonly settings: SandboxSettings,
    private readonly end: EndSandbox,
  ) {}

  /** A warm sandbox of another lab gives way to somebody who waits. Throws HOST_FULL. */
  async execute(lab: Lab): Promise<void> {
    const live = await this.sandboxes.listLive()
    if (live.length < this.settings.maxSandboxes) return
    const spare = live.find((each) => each.claim === 'warm' && each.labId !== lab.id && isActive(each))
    if (spare && (await this.end.execute(spare.id, { actor: 'platform', reason: 'made room' }))) return
    throw new DojoError(
      'HOST_FULL',
      `This host runs ${live.length} sandboxes, as many as it may (DOJO_MAX_SANDBOXES). Try again when somebody has finished.`,
      { sandboxes: live.length },
    )
  }
}
