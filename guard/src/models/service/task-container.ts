import { bool, integer, list, object, oneOf, refused, text, zero, type Read } from '../../parse/model.ts'
import type { UsableImage } from '../../ownership/images.ts'
import { label, ownerLabels } from '../../ownership/labels.ts'
import type { Sandbox } from '../../sandbox.ts'
import {
  capabilities,
  checkHostAddress,
  droppedCapabilities,
  environment,
  healthcheck,
  hostName,
  labels,
  signal,
  ulimits,
  user,
  words,
  workingDir,
} from '../fields.ts'
import { keptCapabilities } from '../container/host-config.ts'
import { anonymousVolume, buildMount, mountList, mountPoint, type Mount } from '../mounts.ts'
import { configList, configReferences, secretList, secretReferences } from './task-files.ts'
import { checkMountTemplates, checkTaskHostname, checkTemplates } from './templates.ts'

/** Longer, and a service would outlive its sandbox. */
const maxStopNanoseconds = 300_000_000_000

export function containerSpecModel(sandbox: Sandbox) {
  return object({
    Image: text(512),
    Labels: labels,
    Command: words,
    Args: words,
    Hostname: text(128),
    Env: environment,
    Dir: workingDir,
    User: user,
    Groups: list(text(10, /^[1-9]\d{0,8}$/), 32),
    Privileges: zero,
    Init: bool,
    StopSignal: signal,
    TTY: bool,
    OpenStdin: bool,
    ReadOnly: bool,
    Mounts: mountList,
    StopGracePeriod: integer(0, maxStopNanoseconds),
    Healthcheck: healthcheck,
    Hosts: list(text(320), 32),
    DNSConfig: zero,
    Secrets: secretList,
    Configs: configList,
    Isolation: oneOf('', 'default'),
    Sysctls: zero,
    CapabilityAdd: capabilities(sandbox.policy.capabilities),
    CapabilityDrop: droppedCapabilities,
    Ulimits: ulimits,
    OomScoreAdj: integer(0, 1000),
  })
}
export type ContainerSpecInput = NonNullable<Read<ReturnType<typeof containerSpecModel>>>

/**
 * The engine's ContainerSpec of the tasks of the service `name`. An absent image stays absent: the engine says what it
 * thinks. Throws Refusal.
 */
export async function buildContainerSpec(
  sandbox: Sandbox,
  name: string,
  input: Partial<ContainerSpecInput>,
  memoryBytes: number,
) {
  const { Image, Labels, Mounts, Secrets, Configs, Hosts, Privileges: _p, ...plain } = input
  checkTemplates([...(input.Env ?? []), input.Hostname ?? ''])
  checkTaskHostname(sandbox, name, input.Hostname)
  const image = Image ? await sandbox.images.resolve(Image) : null
  const mounts = await taskMounts(sandbox, image, Mounts)
  return {
    ...definedOnly(plain),
    ...(image ? { Image: image.id } : {}),
    Labels: {
      ...Labels,
      ...ownerLabels(sandbox.policy),
      [label.memory]: String(memoryBytes),
      [label.ports]: '',
      ...(image ? { [label.image]: image.name } : {}),
    },
    ...(mounts.length > 0 ? { Mounts: mounts } : {}),
    ...(Hosts?.length ? { Hosts: Hosts.map(hostLine) } : {}),
    Secrets: await secretReferences(sandbox, Secrets),
    Configs: await configReferences(sandbox, Configs),
    Privileges: { NoNewPrivileges: true },
    CapabilityDrop: ['ALL'],
    CapabilityAdd: taskCapabilities(sandbox, input),
  }
}

/** In Swarm's spelling. */
function taskCapabilities({ policy }: Sandbox, input: Partial<ContainerSpecInput>): string[] {
  const { CapabilityDrop = [], CapabilityAdd = [] } = input
  return keptCapabilities(policy.capabilities, CapabilityDrop, CapabilityAdd).map((name) => `CAP_${name}`)
}

/**
 * The mounts of the spec, and VOLUMEs of the image that it does not mount: labelled, or every task would leave an
 * ownerless one.
 */
async function taskMounts(
  sandbox: Sandbox,
  image: UsableImage | null,
  asked: ContainerSpecInput['Mounts'],
): Promise<Mount[]> {
  const named = new Set((asked ?? []).map(({ Target }) => mountPoint(Target ?? '')))
  const mounts = Object.keys(image?.row.Config?.Volumes ?? {})
    .filter((target) => !named.has(mountPoint(target)))
    .map((target) => anonymousVolume(sandbox, target))
  for (const [index, mount] of (asked ?? []).entries())
    mounts.push(await buildMount(sandbox, mount, `ContainerSpec.Mounts[${index}]`))
  checkMountTemplates(mounts)
  return mounts
}

/** The fields that say something. */
export const definedOnly = (fields: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''))

/** `ip name…`, as /etc/hosts. */
function hostLine(line: string): string {
  const [address = '', ...names] = line.trim().split(/\s+/)
  if (names.length === 0 || names.some((name) => !hostName.test(name))) throw refused(`Hosts ${line}`)
  return `${checkHostAddress('Hosts', address)} ${names.join(' ')}`
}
