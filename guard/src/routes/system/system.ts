import { availableParallelism } from 'node:os'
import { Refusal } from '../../refusal.ts'
import type { Sandbox } from '../../sandbox.ts'
import { json } from '../answers.ts'
import { nodeId } from '../../ownership/node-id.ts'
import type { Route } from '../route.ts'

const ping = async () => ({
  kind: 'bytes' as const,
  status: 200,
  headers: {
    'Content-Type': 'text/plain; charset=utf-8',
    'Cache-Control': 'no-cache, no-store, must-revalidate',
    Swarm: 'active/manager',
  },
  body: Buffer.from('OK'),
})

/** What the engine is, without where and on what it runs. */
export const systemRoutes: Route[] = [
  { method: 'GET', pattern: '/_ping', handle: ping },
  { method: 'HEAD', pattern: '/_ping', handle: ping },
  { method: 'GET', pattern: '/version', handle: async ({ sandbox }) => json(200, await version(sandbox)) },
  { method: 'GET', pattern: '/info', handle: async ({ sandbox }) => json(200, await info(sandbox)) },
  {
    method: 'GET',
    pattern: '/plugins/{name*}/json',
    // `docker inspect` asks for a plugin last; there are none, and it is to say "no such object".
    handle: async ({ params: [name = ''] }) => {
      throw new Refusal(404, `plugin "${name}" not found`)
    },
  },
  {
    method: 'GET',
    pattern: '/system/df',
    query: ['type', 'verbose'],
    // Measuring layers walks every tenant's files: the answer is made up of nothing.
    handle: async () =>
      json(200, { LayersSize: 0, Images: [], Containers: [], Volumes: [], BuildCache: [], BuilderSize: 0 }),
  },
]

async function version({ engine }: Sandbox) {
  const { version: engineVersion, minor, raw } = await engine.version()
  const common = { Version: engineVersion, ApiVersion: `1.${minor}`, MinAPIVersion: '1.24' }
  const host = {
    GitCommit: 'noops-dojo',
    GoVersion: raw.GoVersion,
    Os: 'linux',
    Arch: raw.Arch,
    KernelVersion: '',
  }
  return {
    Platform: { Name: 'NoOps Dojo' },
    Components: [
      {
        Name: 'Engine',
        Version: engineVersion,
        Details: {
          ...host,
          ApiVersion: `1.${minor}`,
          MinAPIVersion: '1.24',
          BuildTime: raw.BuildTime,
          Experimental: 'false',
        },
      },
    ],
    ...common,
    ...host,
    BuildTime: raw.BuildTime,
  }
}

/** What every sandbox's engine says of itself. */
const engineFacts = {
  ID: 'NOOPS-DOJO',
  Name: 'dojo',
  Driver: 'overlay2',
  DriverStatus: [],
  Plugins: { Volume: ['local'], Network: ['bridge', 'overlay'], Authorization: null, Log: ['local'] },
  MemoryLimit: true,
  SwapLimit: true,
  CpuCfsPeriod: true,
  CpuCfsQuota: true,
  CPUShares: true,
  PidsLimit: true,
  OomKillDisable: false,
  IPv4Forwarding: true,
  LoggingDriver: 'local',
  CgroupDriver: 'cgroupfs',
  CgroupVersion: '1',
  OperatingSystem: 'NoOps Dojo sandbox',
  OSType: 'linux',
  IndexServerAddress: '',
  RegistryConfig: { InsecureRegistryCIDRs: [], IndexConfigs: {}, Mirrors: [] },
  DockerRootDir: '/var/lib/docker',
  DefaultRuntime: 'runc',
  Runtimes: { runc: { path: 'runc' } },
  SecurityOptions: ['name=seccomp,profile=default', 'name=no-new-privileges'],
  Warnings: null,
  Labels: [],
}

async function info(sandbox: Sandbox) {
  const { version: engineVersion, raw } = await sandbox.engine.version()
  const containers = await sandbox.directory.containers()
  const count = (state: string) => containers.filter(({ row }) => row.State === state).length
  const images = await sandbox.images.list()
  return {
    ...engineFacts,
    Containers: containers.length,
    ContainersRunning: count('running'),
    ContainersPaused: count('paused'),
    ContainersStopped: count('exited'),
    Images: images.length,
    ServerVersion: engineVersion,
    Architecture: raw.Arch === 'arm64' ? 'aarch64' : 'x86_64',
    NCPU: Math.min(availableParallelism(), Math.ceil(sandbox.policy.limits.cpus)),
    MemTotal: sandbox.policy.limits.memoryBytes,
    SystemTime: new Date().toISOString(),
    Swarm: swarm(sandbox),
  }
}

function swarm({ policy }: Sandbox) {
  const id = nodeId(policy.sandboxId)
  return {
    NodeID: id,
    NodeAddr: '127.0.0.1',
    LocalNodeState: 'active',
    ControlAvailable: true,
    Error: '',
    RemoteManagers: [{ NodeID: id, Addr: '127.0.0.1:2377' }],
    Nodes: 1,
    Managers: 1,
    Cluster: {
      ID: id,
      Version: { Index: 1 },
      Spec: {
        Name: 'default',
        Labels: {},
        Orchestration: { TaskHistoryRetentionLimit: 5 },
        Raft: {},
        Dispatcher: {},
        CAConfig: {},
        TaskDefaults: {},
        EncryptionConfig: { AutoLockManagers: false },
      },
      TLSInfo: {},
      RootRotationInProgress: false,
    },
  }
}
