import { output } from '../../../tools/command.ts'
import type { DataFolder } from '../launcher/data-folder.ts'
import { EngineUsers } from './engine-users.ts'
import { startOnce } from './start-once.ts'

interface SwarmInfo {
  readonly LocalNodeState: string
  readonly NodeID: string
  readonly ControlAvailable: boolean
  readonly Cluster?: { readonly DefaultAddrPool?: string[]; readonly SubnetSize?: number }
}

/** Gives how many networks a Swarm can make: the subnets of its address pools. */
export const poolSize = (pools: readonly string[], subnetSize: number): number =>
  pools.reduce((sum, pool) => sum + 2 ** Math.max(0, subnetSize - Number(pool.split('/')[1] ?? 32)), 0)

export const swarmInfo = async (): Promise<SwarmInfo> =>
  JSON.parse(await output('docker', ['info', '--format', '{{json .Swarm}}'])) as SwarmInfo

/** Each sandbox needs one network: with fewer than these, a class would run out. */
export const fewNetworks = 256

interface SwarmFound {
  readonly detail: string
  readonly warning?: string
}

/** Gives undefined when the engine is in no Swarm yet; throws when it is in one that cannot be used. */
const findSwarm = async (): Promise<SwarmFound | undefined> => {
  const found = await swarmInfo()
  if (found.LocalNodeState === 'inactive') return undefined
  if (found.LocalNodeState !== 'active' || !found.ControlAvailable)
    throw new Error(
      `This engine's Swarm is ${found.LocalNodeState}${found.ControlAvailable ? '' : ' and no manager'}, but the dojo needs a manager. See "docker info".`,
    )
  const networks = poolSize(found.Cluster?.DefaultAddrPool ?? [], found.Cluster?.SubnetSize ?? 24)
  return {
    detail: 'active already',
    ...(networks < fewNetworks && {
      warning: `The Swarm's address pool has room for ${networks} networks only; each sandbox takes one.`,
    }),
  }
}

const makeSwarm = async (folder: DataFolder): Promise<SwarmFound> => {
  await output('docker', [
    'swarm',
    'init',
    ...['--advertise-addr', '127.0.0.1', '--listen-addr', '127.0.0.1:2377'],
    ...['--default-addr-pool', '10.64.0.0/10', '--default-addr-pool-mask-length', '26'],
  ])
  folder.addMade({ swarmNode: (await swarmInfo()).NodeID })
  return { detail: 'initialised' }
}

/**
 * Makes sure that the engine is a Swarm manager. A new Swarm gets room for 65,536 networks and listens on loopback;
 * one that is there is used as it is. Gives a sentence and, where there is reason, a warning.
 */
export const ensureSwarm = (
  folder: DataFolder,
  signal?: AbortSignal,
  users = new EngineUsers(),
): Promise<SwarmFound> => startOnce(users, findSwarm, () => makeSwarm(folder), { signal })
