import { gatewayName, networkName } from '../../../domain/sandbox/engine-names.ts'
import type { EngineConnection } from '../engine-connection.ts'
import { engineMessage, hasStatus } from '../engine-errors.ts'

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
