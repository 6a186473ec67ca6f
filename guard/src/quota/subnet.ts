import { setTimeout as sleep } from 'node:timers/promises'
import type { EngineNetwork } from '../ownership/engine-objects.ts'
import { Refusal } from '../refusal.ts'
import type { Sandbox } from '../sandbox.ts'

/** On a full machine Swarm takes seconds; a network is not to be removed because of that. */
const allocatedWithinMs = 15_000
const pollMs = 50

/**
 * Waits until Swarm has allocated the subnet of a network that was just created. It does so behind its answer, and of one
 * that overlaps another's it tells nobody: whatever joins it waits for ever. Such a network is removed again. Throws
 * Refusal 403 with the engine's own sentence.
 */
export async function checkAllocated({ engine }: Sandbox, id: string): Promise<void> {
  for (let waited = 0; waited < allocatedWithinMs; waited += pollMs) {
    const network = await engine.lookup<EngineNetwork>(`/networks/${id}`)
    if (network === null || (network.IPAM?.Config ?? []).length > 0) return
    await sleep(pollMs)
  }
  await engine.act({ method: 'DELETE', path: `/networks/${id}` })
  throw new Refusal(
    403,
    'Pool overlaps with other one on this address space: somebody else of this dojo has the subnet; choose another, or none',
  )
}
