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

/** Ids of the networks of exactly this name, oldest first; the engine’s own filter also finds parts of names. */
const networksNamed = async (engine: EngineConnection, name: string): Promise<string[]> => {
  const filters = JSON.stringify({ name: [name] })
  const found = await engine.call('list networks', (docker) => docker.listNetworks({ filters }))
  return found
    .filter((each) => each.Name === name)
    .sort((a, b) => String(a.Created).localeCompare(String(b.Created)) || a.Id.localeCompare(b.Id))
    .map(({ Id }) => Id)
}

/**
 * The bridge between server and gateway. It is not internal, so that it carries the gateway’s default route (by which
 * the gateway tells it from sandbox networks) and a published port. One that exists is used: the hosted shape makes it.
 * The engine lets two servers make two bridges of one name, which nobody can use by that name any more: all but the
 * oldest are removed.
 */
export const ensureControlNetwork = async (engine: EngineConnection, instance: string): Promise<void> => {
  const name = controlNetworkName(instance)
  if ((await networksNamed(engine, name)).length === 0) await createControlNetwork(engine, instance, name)
  const [, ...twins] = await networksNamed(engine, name)
  for (const twin of twins)
    await engine.callUnless([403, 404, 409], 'remove network', (docker) => docker.getNetwork(twin).remove())
}

const createControlNetwork = async (
  engine: EngineConnection,
  instance: string,
  name: string,
): Promise<void> => {
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
