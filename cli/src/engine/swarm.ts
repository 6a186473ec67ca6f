import { output } from '../../../tools/command.ts'
import type { DataFolder } from '../launcher/data-folder.ts'

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

/**
 * Makes sure that the engine is a Swarm manager. A new Swarm gets room for 65,536 networks and listens on loopback;
 * one that is there is used as it is. Gives a sentence and, where there is reason, a warning.
 */
export const ensureSwarm = async (folder: DataFolder): Promise<{ detail: string; warning?: string }> => {
  const before = await swarmInfo()
  if (before.LocalNodeState === 'inactive') {
    await output('docker', [
      'swarm',
      'init',
      ...['--advertise-addr', '127.0.0.1', '--listen-addr', '127.0.0.1:2377'],
      ...['--default-addr-pool', '10.64.0.0/10', '--default-addr-pool-mask-length', '26'],
    ])
    folder.addMade({ swarmNode: (await swarmInfo()).NodeID })
    return { detail: 'initialised' }
  }
  if (before.LocalNodeState !== 'active' || !before.ControlAvailable)
    throw new Error(
      `This engine's Swarm is ${before.LocalNodeState}${before.ControlAvailable ? '' : ' and no manager'}, but the dojo needs a manager. See "docker info".`,
    )
  const networks = poolSize(before.Cluster?.DefaultAddrPool ?? [], before.Cluster?.SubnetSize ?? 24)
  return {
    detail: 'active already',
    ...(networks < fewNetworks && {
      warning: `The Swarm's address pool has room for ${networks} networks only; each sandbox takes one.`,
    }),
  }
}
