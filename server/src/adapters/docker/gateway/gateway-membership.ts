import { engineLabels, gatewayName, networkName } from '../../../domain/sandbox/engine-names.ts'
import type { EngineConnection } from '../engine-connection.ts'
import { engineMessage, hasStatus } from '../engine-errors.ts'
import { labelFilter } from '../lifecycle/sandbox-objects.ts'

/** Joins the gateway to a sandbox’s network; already joined is fine. */
export const joinGatewayTo = async (
  engine: EngineConnection,
  instance: string,
  sandboxId: string,
): Promise<void> => {
  try {
    await engine.call('join gateway', (docker) =>
      docker.getNetwork(networkName(sandboxId)).connect({ Container: gatewayName(instance) }),
    )
  } catch (error) {
    if (!hasStatus(error, 403, 409) || !/already/.test(engineMessage(error))) throw error
  }
}

/** Ids of the sandboxes that have their network; those that the learner made are not looked at. */
const sandboxesWithNetwork = async (engine: EngineConnection, instance: string): Promise<string[]> => {
  const { label } = labelFilter(instance)
  const filters = JSON.stringify({ label: [...label, `${engineLabels.role}=network`] })
  const found = await engine.call('list networks', (docker) => docker.listNetworks({ filters }))
  return found.flatMap(({ Labels }) => Labels?.[engineLabels.sandbox] ?? [])
}

/**
 * Joins the gateway to the sandboxes’ networks that it is not in (`joined`: names of those it is in). One that goes
 * meanwhile keeps no other waiting. Gives the sandboxes that could not be joined, with the engine’s words. Throws
 * ENGINE_AWAY.
 */
export const joinGatewayToRest = async (
  engine: EngineConnection,
  instance: string,
  joined: ReadonlySet<string>,
): Promise<Record<string, string>> => {
  const failures: Record<string, string> = {}
  for (const sandboxId of await sandboxesWithNetwork(engine, instance)) {
    if (joined.has(networkName(sandboxId))) continue
    try {
      await joinGatewayTo(engine, instance, sandboxId)
    } catch (error) {
      if ((error as { code?: string }).code === 'ENGINE_AWAY') throw error
      // 404: its learner ended it meanwhile.
      if (!hasStatus(error, 404)) failures[sandboxId] = engineMessage(error)
    }
  }
  return failures
}
