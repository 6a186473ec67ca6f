import { controlNetworkName, engineLabels } from '../../../domain/sandbox/engine-names.ts'
import type { EngineConnection } from '../engine-connection.ts'
import { hasStatus } from '../engine-errors.ts'

const swarmPool = { DefaultAddrPool: ['10.64.0.0/10'], SubnetSize: 26 }

/** Makes the engine a Swarm manager if it is none, with room for 65,536 networks of 62 addresses. */
export const ensureSwarm = async (engine: EngineConnection): Promise<void> => {
  const info = (await engine.call('read info', (docker) => docker.info())) as {
    Swarm?: { LocalNodeState?: string }
  }
  if (info.Swarm?.LocalNodeState === 'active') return
  await engine.callUnless([503, 406], 'start swarm', (docker) =>
    docker.swarmInit({ ListenAddr: '127.0.0.1:2377', AdvertiseAddr: '127.0.0.1', ...swarmPool }),
  )
}

/**
 * The bridge between server and gateway. It is not internal, so that it carries the gateway’s default route (by which
 * the gateway tells it from sandbox networks) and a published port. One that exists is used: the hosted shape makes it.
 */
export const ensureControlNetwork = async (engine: EngineConnection, instance: string): Promise<void> => {
  const name = controlNetworkName(instance)
  const found = await engine.callUnless([404], 'inspect network', (docker) =>
    docker.getNetwork(name).inspect(),
  )
  if (found) return
  try {
    await engine.call('create control network', (docker) =>
      docker.createNetwork({
        Name: name,
        Driver: 'bridge',
        CheckDuplicate: true,
        Labels: { [engineLabels.instance]: instance, [engineLabels.role]: 'gateway' },
      }),
    )
  } catch (error) {
    if (!hasStatus(error, 409)) throw error
  }
}
