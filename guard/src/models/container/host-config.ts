import {
  absent,
  bool,
  ignored,
  integer,
  list,
  object,
  oneOf,
  refused,
  text,
  zero,
  type Model,
  type Read,
} from '../../parse/model.ts'
import type { JsonObject } from '../../parse/json.ts'
import type { Sandbox } from '../../sandbox.ts'
import {
  capabilities,
  checkHostAddress,
  checkNanoCpus,
  droppedCapabilities,
  hostName,
  logOptions,
  nanoCpus,
  ulimits,
} from '../fields.ts'
import { mountFields, type ContainerMounts } from './mounts.ts'
import { isSocketPath } from '../mounts.ts'
import { portBindings } from '../ports.ts'

const maxShmBytes = 256 * 1024 * 1024
const securityOptions = new Set(['no-new-privileges', 'no-new-privileges=true', 'no-new-privileges:true'])

/** Of the resources, what neither create nor update may set. */
export const neverSetResources = [
  'Devices',
  'DeviceCgroupRules',
  'DeviceRequests',
  'OomKillDisable',
  'CpuRealtimePeriod',
  'CpuRealtimeRuntime',
  'CpusetCpus',
  'CpusetMems',
  'CpuCount',
  'CpuPercent',
  'BlkioWeight',
  'BlkioWeightDevice',
  'BlkioDeviceReadBps',
  'BlkioDeviceWriteBps',
  'BlkioDeviceReadIOps',
  'BlkioDeviceWriteIOps',
  'IOMaximumIOps',
  'IOMaximumBandwidth',
  'KernelMemory',
  'KernelMemoryTCP',
] as const

/** Everything a host could be harmed by: clients send these with their zero value, and nothing else passes. */
const neverSet = Object.fromEntries(
  [
    'Privileged',
    'CgroupParent',
    'Cgroup',
    'Runtime',
    'Isolation',
    'UTSMode',
    'VolumeDriver',
    'Sysctls',
    'StorageOpt',
    'Annotations',
    'Capabilities',
    ...neverSetResources,
  ].map((name) => [name, zero]),
) as Record<'Privileged', Model<undefined>>

/** Resources that create and update have in common. */
export function resourceFields({ policy: { limits } }: Sandbox) {
  const memory = integer(0, limits.containerMemoryBytes)
  return {
    Memory: memory,
    MemorySwap: memory,
    MemoryReservation: memory,
    MemorySwappiness: integer(-1, 100),
    NanoCpus: nanoCpus(limits.cpus),
    CpuShares: integer(0, 1024),
    CpuPeriod: integer(0, 1_000_000),
    CpuQuota: integer(0, Math.round(limits.cpus * 1_000_000)),
    PidsLimit: integer(0, limits.pids),
    Ulimits: ulimits,
  }
}

const restartPolicy = object({
  Name: oneOf('', 'no', 'always', 'unless-stopped', 'on-failure'),
  MaximumRetryCount: integer(0, 100),
})

export function hostConfigModel(sandbox: Sandbox) {
  return object({
    ...neverSet,
    ...resourceFields(sandbox),
    ...mountFields,
    LogConfig: object({
      Type: oneOf('', 'json-file', 'local', 'none'),
      Config: logOptions,
    }),
    NetworkMode: text(128),
    PortBindings: portBindings,
    PublishAllPorts: bool,
    RestartPolicy: restartPolicy,
    AutoRemove: bool,
    ConsoleSize: ignored,
    // `--cidfile`: the client's own file, which the engine would only remember.
    ContainerIDFile: text(4096),
    CapAdd: capabilities(sandbox.policy.capabilities),
    CapDrop: droppedCapabilities,
    CgroupnsMode: oneOf('', 'private'),
    Dns: list(text(64), 8),
    DnsOptions: list(text(64), 8),
    DnsSearch: list(text(256), 8),
    ExtraHosts: list(text(320), 32),
    GroupAdd: list(text(10, /^[1-9]\d{0,8}$/), 32),
    IpcMode: text(128),
    PidMode: text(128),
    Links: list(text(256), 8),
    OomScoreAdj: integer(0, 1000),
    ReadonlyRootfs: bool,
    SecurityOpt: list(text(256), 8),
    UsernsMode: oneOf('', 'host'),
    ShmSize: integer(0, maxShmBytes),
    Init: bool,
    MaskedPaths: absent,
    ReadonlyPaths: absent,
  })
}
export type HostConfigInput = NonNullable<Read<ReturnType<typeof hostConfigModel>>>

/**
 * Clients that encode Go's struct send `PidsLimit: 0` and mean "not set"; one who writes that key by hand asks for no
 * limit. Told apart by the neighbours which only the struct always writes. Throws Refusal 403.
 */
export function checkPidsLimit(raw: JsonObject): void {
  const isStruct = ['CpuShares', 'BlkioWeight', 'OomKillDisable'].every((key) => raw.has(key))
  if (raw.get('PidsLimit') === 0 && !isStruct) throw refused('HostConfig.PidsLimit 0 (unlimited)')
}

/** The engine's HostConfig for a learner's: built from nothing, limits and isolation written by the guard. */
export async function buildHostConfig(
  sandbox: Sandbox,
  input: Partial<HostConfigInput>,
  network: string,
  mounts: ContainerMounts,
) {
  const { policy } = sandbox
  checkSecurityOptions(input)
  return {
    NetworkMode: network,
    ...mounts,
    ...behaviour(input),
    PidMode: await namespace(sandbox, 'PidMode', input.PidMode ?? '', []),
    IpcMode: await namespace(sandbox, 'IpcMode', input.IpcMode ?? '', ['none', 'private', 'shareable']),
    ...limits(sandbox, input),
    Privileged: false,
    CapDrop: ['ALL'],
    CapAdd: keptCapabilities(policy.capabilities, input.CapDrop ?? [], input.CapAdd ?? []),
    SecurityOpt: ['no-new-privileges'],
    LogConfig: logConfig,
  }
}

/** What a learner may choose freely. */
function behaviour(input: Partial<HostConfigInput>) {
  return {
    RestartPolicy: {
      Name: input.RestartPolicy?.Name ?? '',
      MaximumRetryCount: input.RestartPolicy?.MaximumRetryCount ?? 0,
    },
    AutoRemove: input.AutoRemove ?? false,
    ReadonlyRootfs: input.ReadonlyRootfs ?? false,
    ...(input.Init === undefined ? {} : { Init: input.Init }),
    ...(input.ShmSize ? { ShmSize: input.ShmSize } : {}),
    ...(input.OomScoreAdj ? { OomScoreAdj: input.OomScoreAdj } : {}),
    ...(input.GroupAdd?.length ? { GroupAdd: input.GroupAdd } : {}),
    ...(input.ExtraHosts?.length ? { ExtraHosts: input.ExtraHosts.map(extraHost) } : {}),
  }
}

/** Memory without swap, processors and processes: what was asked for, else the policy's. */
function limits(sandbox: Sandbox, input: Partial<HostConfigInput>) {
  const { policy } = sandbox
  const Memory = input.Memory || policy.limits.containerMemoryBytes
  if (input.MemorySwap && input.MemorySwap !== Memory)
    throw refused('HostConfig.MemorySwap other than Memory')
  return {
    Memory,
    MemorySwap: Memory,
    ...(input.MemoryReservation ? { MemoryReservation: input.MemoryReservation } : {}),
    ...cpu(sandbox, input),
    PidsLimit: input.PidsLimit || policy.limits.pids,
    ...(input.Ulimits?.length ? { Ulimits: input.Ulimits } : {}),
  }
}

/** `label=disable` comes from `pack`, with the socket's bind, and is dropped: it means something on SELinux only. */
function checkSecurityOptions({ SecurityOpt, Binds }: Partial<HostConfigInput>): void {
  const isWithSocket = (Binds ?? []).some((bind) => isSocketPath(bind.split(':')[0]!))
  for (const option of SecurityOpt ?? [])
    if (!securityOptions.has(option) && !(option === 'label=disable' && isWithSocket))
      throw refused(`HostConfig.SecurityOpt ${option}`)
}

/** Size-capped logs that `docker logs` and `docker service logs` can read. */
export const logConfig = { Type: 'local', Config: { 'max-size': '10m', 'max-file': '2' } }

/** The policy's list less what the learner drops, plus what it asks for again (which is within the list). */
export function keptCapabilities(policy: string[], drop: string[], add: string[]): string[] {
  const dropped = new Set(drop)
  const kept = policy.map((name) => name.toUpperCase().replace(/^CAP_/, ''))
  return kept.filter((name) => add.includes(name) || !(dropped.has(name) || dropped.has('ALL')))
}

function cpu({ policy }: Sandbox, input: Partial<HostConfigInput>) {
  if (input.NanoCpus && (input.CpuQuota || input.CpuPeriod)) throw refused('NanoCpus together with CpuQuota')
  if (!input.CpuQuota) return { NanoCpus: input.NanoCpus || Math.round(policy.limits.cpus * 1e9) }
  const nano = Math.round((input.CpuQuota / (input.CpuPeriod || 100_000)) * 1e9)
  if (nano > policy.limits.cpus * 1e9) throw refused(`CpuQuota ${input.CpuQuota}`)
  return { NanoCpus: checkNanoCpus('CpuQuota', nano) }
}

async function namespace(sandbox: Sandbox, field: string, value: string, allowed: string[]): Promise<string> {
  if (value === '' || allowed.includes(value)) return value
  if (!value.startsWith('container:')) throw refused(`HostConfig.${field} ${value}`)
  const container = await sandbox.directory.resolve('container', value.slice('container:'.length))
  return `container:${container.id}`
}

function extraHost(entry: string): string {
  const [, name = '', address = ''] = /^([^:=]*)[:=]([0-9.]+)$/.exec(entry) ?? []
  if (!hostName.test(name)) throw refused(`HostConfig.ExtraHosts ${entry}`)
  return `${name}:${checkHostAddress('HostConfig.ExtraHosts', address)}`
}
