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

  /**
   * A warm sandbox gives way to somebody who waits: of another lab first, then one of this lab that is not ready, as a
   * ready one would have been claimed. What is being removed does no work and takes nobody’s place, as long as there is
   * less of it than of the rest. Throws HOST_FULL.
   */
  async execute(lab: Lab): Promise<void> {
    const live = await this.sandboxes.listLive()
    const active = live.filter(isActive)
    const { maxSandboxes } = this.settings
    if (live.length < 2 * maxSandboxes) {
      if (active.length < maxSandboxes) return
      const spares = active.filter(({ claim }) => claim === 'warm')
      const spare = spares.find(({ labId }) => labId !== lab.id) ?? spares[0]
      if (spare && (await this.end.execute(spare.id, { actor: 'platform', reason: 'made room' }))) return
    }
    throw new DojoError(
      'HOST_FULL',
      `This host runs ${active.length} sandboxes, as many as it may (DOJO_MAX_SANDBOXES). Try again when somebody has finished.`,
      { sandboxes: active.length },
    )
  }
}
