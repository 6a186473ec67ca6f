import { run } from '../../../../tools/command.ts'
import { engineState } from '../../engine/engine.ts'
import { fewNetworks, poolSize, swarmInfo } from '../../engine/swarm.ts'
import { below, missing, ok, type Finding } from './finding.ts'
import { floors, isAtLeast } from './versions.ts'

interface EngineInfo {
  readonly CgroupVersion?: string
  readonly SecurityOptions?: string[]
  readonly MemoryLimit?: boolean
  readonly SwapLimit?: boolean
  readonly PidsLimit?: boolean
}

const versionsOf = async () => {
  const format = '{{json .Server.Components}}'
  const result = await run('docker', ['version', '--format', format])
  const components = JSON.parse(result.stdout || '[]') as { Name: string; Version: string }[]
  return (name: string) => components.find((component) => component.Name === name)?.Version ?? 'unknown'
}

const versionFinding = (name: string, version: string, floor: string): Finding =>
  isAtLeast(version, floor)
    ? ok(name, version)
    : below(name, version, `${floor} closes known ways out of a container: update it.`)

const swarmFinding = async (): Promise<Finding> => {
  const swarm = await swarmInfo()
  if (swarm.LocalNodeState === 'inactive')
    return below('swarm', 'not initialised', '"dojo up" initialises it.')
  if (!swarm.ControlAvailable)
    return missing('swarm', `${swarm.LocalNodeState}, no manager`, 'The dojo needs a Swarm manager.')
  const networks = poolSize(swarm.Cluster?.DefaultAddrPool ?? [], swarm.Cluster?.SubnetSize ?? 24)
  return networks < fewNetworks
    ? below(
        'swarm',
        `room for ${networks} networks`,
        'Each sandbox takes one: initialise it with a larger pool.',
      )
    : ok('swarm', `manager, room for ${networks} networks`)
}

const limitFindings = (info: EngineInfo): Finding[] => [
  info.CgroupVersion === '2'
    ? ok('cgroup', 'version 2')
    : below(
        'cgroup',
        'version 1',
        'Works; pressure and memory figures are coarser, and the kernel’s old escape paths are closed by seccomp only.',
      ),
  info.MemoryLimit && info.PidsLimit
    ? ok('limits', 'memory and pids')
    : missing(
        'limits',
        'no memory or pids limit',
        'One learner could take the whole machine: enable these cgroup controllers.',
      ),
]

/** Gives what there is to say about the engine; only that it is missing when it does not answer. */
export const engineFindings = async (): Promise<Finding[]> => {
  const state = await engineState()
  if (state.kind === 'forbidden')
    return [
      missing('engine', 'may not be used by this user', 'Add the user to the group "docker", or use sudo.'),
    ]
  if (state.kind !== 'running')
    return [missing('engine', 'does not answer', '"dojo up" installs and starts it as root.')]
  const info = JSON.parse(
    (await run('docker', ['info', '--format', '{{json .}}'])).stdout || '{}',
  ) as EngineInfo
  const version = await versionsOf()
  const isUserNamespaced = (info.SecurityOptions ?? []).some((option) => /userns|rootless/.test(option))
  return [
    versionFinding('engine', state.version, floors.engine),
    versionFinding('runc', version('runc'), floors.runc),
    isUserNamespaced
      ? ok('user namespaces', 'on')
      : below('user namespaces', 'off', 'Root in a container is root on the host if it gets out.'),
    ...limitFindings(info),
    await swarmFinding(),
  ]
}
