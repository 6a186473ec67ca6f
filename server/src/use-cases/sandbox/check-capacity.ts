import { Injectable } from '@nestjs/common'
import { DojoError } from '@noops-dojo/contracts'
import type { Lab } from '../../domain/lab/lab.ts'
import { SandboxStore } from '../../domain/ports/index.ts'
import { SandboxSettings } from '../../domain/sandbox/sandbox-settings.ts'
import { isActive } from '../../domain/sandbox/sandbox-state.ts'
import type { Sandbox } from '../../domain/sandbox/sandbox.ts'
import { EndSandbox } from './end-sandbox.ts'

/** The turn in which somebody looks whether there is room and takes it. */
export const capacityTurn = 'capacity'

/** Makes sure that the host has room for one sandbox more. */
@Injectable()
export class CheckCapacity {
  constructor(
    private readonly sandboxes: SandboxStore,
    private readonly settings: SandboxSettings,
    private readonly end: EndSandbox,
  ) {}

  /**
   * A warm sandbox gives way to somebody who waits: first one that is only asked for, then one of another lab, then one of
   * this lab that is not ready, as a ready one would have been claimed. What is being removed does no work and takes
   * nobody’s place, as long as there is less of it than of the rest. Ask and insert in one turn, or two take the same
   * place. Throws HOST_FULL.
   */
  async execute(lab: Lab): Promise<void> {
    const live = await this.sandboxes.listLive()
    const active = live.filter(isActive)
    const { maxSandboxes } = this.settings
    if (live.length >= 2 * maxSandboxes)
      throw full(`is still removing ${live.length - active.length}`, active)
    if (active.length < maxSandboxes) return
    const spares = active.filter(({ claim }) => claim === 'warm')
    const loss = ({ labId, state }: Sandbox): number =>
      state === 'requested' ? 0 : (labId === lab.id ? 4 : 1) + (state === 'provisioning' ? 0 : 1)
    // The newest of the same loss: the others are nearer to being ready.
    const cheapestFirst = spares.toSorted((a, b) => loss(a) - loss(b) || b.createdAt - a.createdAt)
    for (const { id, claim } of cheapestFirst)
      if (await this.end.execute(id, { actor: 'platform', reason: 'made room' }, { claim })) return
    throw full(`runs ${active.length}`, active)
  }
}

const full = (what: string, active: readonly Sandbox[]): DojoError =>
  new DojoError(
    'HOST_FULL',
    `This host ${what} sandboxes, as many as it may (DOJO_MAX_SANDBOXES). Try again in a moment, or when somebody has finished.`,
    { sandboxes: active.length },
  )
