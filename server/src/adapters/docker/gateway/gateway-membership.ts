import { engineLabels, gatewayName, networkName } from '../../../domain/sandbox/engine-names.ts'
import type { EngineConnection } from '../engine-connection.ts'
import { engineMessage, hasStatus } from '../engine-errors.ts'
import { labelFilter } from '../lifecycle/sandbox-objects.ts'

/** Ids of the sandboxes that have their network; those that the learner made are not looked at. */
const sandboxesWithNetwork = async (engine: EngineConnection, instance: string): Promise<string[]> => {
  const { label } = labelFilter(instance)
  const filters = JSON.stringify({ label: [...label, `${engineLabels.role}=network`] })
  const found = await engine.call('list networks', (docker) => docker.listNetworks({ filters }))
  return found.flatMap(({ Labels }) => Labels?.[engineLabels.sandbox] ?? [])
}

/**
 * Which sandboxes’ networks the gateway is in. Nobody else joins it: a network that is removed while it is being joined
 * leaves a Swarm attachment behind, and with that the network can never be removed (moby 20.10), so the two exclude each
 * other for each sandbox.
 */
export class GatewayMembership {
  readonly #engine: EngineConnection
  readonly #instance: string
  readonly #joining = new Map<string, Promise<void>>()
  /** How many are removing it. */
  readonly #leaving = new Map<string, number>()

  constructor(engine: EngineConnection, instance: string) {
    this.#engine = engine
    this.#instance = instance
  }

  /** Joins the gateway to a sandbox’s network; already joined is fine. Two who ask at the same time share one call. */
  join(sandboxId: string): Promise<void> {
    const running = this.#joining.get(sandboxId)
    if (running) return running
    const joining = this.#connect(sandboxId).finally(() => this.#joining.delete(sandboxId))
    this.#joining.set(sandboxId, joining)
    return joining
  }

  /** Removes a sandbox’s network with `remove`: after a join that is under way, and nothing joins it meanwhile. */
  async leaveFor<T>(sandboxId: string, remove: () => Promise<T>): Promise<T> {
    this.#leaving.set(sandboxId, (this.#leaving.get(sandboxId) ?? 0) + 1)
    try {
      await this.#joining.get(sandboxId)?.catch(() => undefined)
      return await remove()
    } finally {
      const others = (this.#leaving.get(sandboxId) ?? 1) - 1
      if (others > 0) this.#leaving.set(sandboxId, others)
      else this.#leaving.delete(sandboxId)
    }
  }

  /**
   * Joins the gateway to the sandboxes’ networks that it is not in (`joined`: names of those it is in). One that goes
   * meanwhile keeps no other waiting. Gives the sandboxes that could not be joined, with the engine’s words. Throws
   * ENGINE_AWAY.
   */
  async joinRest(joined: ReadonlySet<string>): Promise<Record<string, string>> {
    const failures: Record<string, string> = {}
    for (const sandboxId of await sandboxesWithNetwork(this.#engine, this.#instance)) {
      if (joined.has(networkName(sandboxId)) || this.#leaving.has(sandboxId)) continue
      try {
        await this.join(sandboxId)
      } catch (error) {
        if ((error as { code?: string }).code === 'ENGINE_AWAY') throw error
        // 404: its learner ended it meanwhile.
        if (!hasStatus(error, 404)) failures[sandboxId] = engineMessage(error)
      }
    }
    return failures
  }

  async #connect(sandboxId: string): Promise<void> {
    try {
      await this.#engine.call('join gateway', (docker) =>
        docker.getNetwork(networkName(sandboxId)).connect({ Container: gatewayName(this.#instance) }),
      )
    } catch (error) {
      if (!hasStatus(error, 403, 409) || !/already/.test(engineMessage(error))) throw error
    }
  }
}
