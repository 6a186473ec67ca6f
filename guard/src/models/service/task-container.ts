import { bool, integer, list, object, oneOf, refused, text, zero, type Read } from '../parse/model.ts'
import type { EngineSecret } from '../ownership/engine-objects.ts'
import type { Owned } from '../ownership/directory.ts'
import type { UsableImage } from '../ownership/images.ts'
import { label, ownerLabels } from '../ownership/labels.ts'
import type { Sandbox } from '../sandbox.ts'
import {
  capabilities,
  checkHostAddress,
  cleanPath,
  droppedCapabilities,
  environment,
  healthcheck,
  labels,
  signal,
  ulimits,
  user,
  words,
  workingDir,
} from './fields.ts'
import { keptCapabilities } from './host-config.ts'
import { anonymousVolume, buildMount, mountList, mountPoint, type Mount } from './mounts.ts'

const fileModel = object({
  Name: text(512),
  UID: text(10, /^\d{1,9}$/),
  GID: text(10, /^\d{1,9}$/),
  Mode: integer(0, 0o777),
})
const secretModel = object({ File: fileModel, SecretID: text(64), SecretName: text(128) })
const configModel = object({ File: fileModel, Runtime: zero, ConfigID: text(64), ConfigName: text(128) })
/** Longer, and a service would outlive its sandbox. */
const maxStopNanoseconds = 300_000_000_000
type Reference = { File?: Read<typeof fileModel>; id?: string; name?: string }

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
    Secrets: list(secretModel, 32),
    Configs: list(configModel, 32),
    Isolation: oneOf('', 'default'),
    Sysctls: zero,
    CapabilityAdd: capabilities(sandbox.policy.capabilities),
    CapabilityDrop: droppedCapabilities,
    Ulimits: ulimits,
    OomScoreAdj: integer(0, 1000),
  })
}
type ContainerSpecInput = NonNullable<Read<ReturnType<typeof containerSpecModel>>>

/** The engine's ContainerSpec of a service's tasks. An absent image stays absent: the engine says what it thinks. */
export async function buildContainerSpec(sandbox: Sandbox, input: ContainerSpecInput, memoryBytes: number) {
  const {
    Image,
    Labels,
    Mounts,
    Secrets,
    Configs,
    Hosts,
    CapabilityAdd,
    CapabilityDrop,
    Privileges: _p,
    ...plain
  } = input
  checkTemplates(input)
  const image = Image ? await sandbox.images.resolve(Image) : null
  const mounts: Mount[] = imageVolumes(sandbox, image, Mounts)
  for (const [index, mount] of (Mounts ?? []).entries())
    mounts.push(await buildMount(sandbox, mount, `ContainerSpec.Mounts[${index}]`))
  checkMountTemplates(mounts)
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
    Secrets: await references(
      sandbox,
      'secret',
      (Secrets ?? []).map((s) => ({ File: s.File, id: s.SecretID, name: s.SecretName })),
    ),
    Configs: await references(
      sandbox,
      'config',
      (Configs ?? []).map((c) => ({ File: c.File, id: c.ConfigID, name: c.ConfigName })),
    ),
    Privileges: { NoNewPrivileges: true },
    CapabilityDrop: ['ALL'],
    CapabilityAdd: keptCapabilities(
      sandbox.policy.capabilities,
      CapabilityDrop ?? [],
      CapabilityAdd ?? [],
    ).map((name) => `CAP_${name}`),
  }
}

/** VOLUMEs of the image that the spec does not mount: labelled, or every task would leave an ownerless one. */
function imageVolumes(
  sandbox: Sandbox,
  image: UsableImage | null,
  mounts: ContainerSpecInput['Mounts'],
): Mount[] {
  const named = new Set((mounts ?? []).map(({ Target }) => mountPoint(Target ?? '')))
  const targets = Object.keys(image?.row.Config?.Volumes ?? {})
  return targets
    .filter((target) => !named.has(mountPoint(target)))
    .map((target) => anonymousVolume(sandbox, target))
}

export const definedOnly = (fields: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''))

const placeholder = /^ {0,4}\.(Service\.(ID|Name)|Task\.(ID|Name|Slot)) {0,4}$/

/** Swarm expands `{{…}}` in Env and Hostname; only a task's own identity may be asked for. */
function checkTemplates({ Env, Hostname }: ContainerSpecInput): void {
  for (const value of [...(Env ?? []), Hostname ?? '']) {
    const [, ...expressions] = value.split('{{')
    for (const expression of expressions) {
      const end = expression.indexOf('}}')
      if (end < 0 || end > 40 || !placeholder.test(expression.slice(0, end)))
        throw refused(
          'a template other than {{.Service.Name}}, {{.Service.ID}}, {{.Task.Name}}, {{.Task.ID}}, {{.Task.Slot}}',
        )
    }
  }
  if (Hostname && !/^[A-Za-z0-9{}. -]{1,128}$/.test(Hostname)) throw refused(`Hostname ${Hostname}`)
}

/**
 * Swarm expands targets, sources and volume labels with all of Go's text/template: `/{{"proc"}}` is /proc, a label tells
 * the node's name, and templates that call each other keep the one manager of all sandboxes busy for ever.
 */
function checkMountTemplates(mounts: readonly Mount[]): void {
  for (const mount of mounts) if (JSON.stringify(mount).includes('{{')) throw refused('a template in a mount')
}

/** `ip name…`, as /etc/hosts. */
function hostLine(line: string): string {
  const [address = '', ...names] = line.trim().split(/\s+/)
  if (names.length === 0 || names.some((name) => !/^[A-Za-z0-9][A-Za-z0-9.-]{0,252}$/.test(name)))
    throw refused(`Hosts ${line}`)
  return `${checkHostAddress('Hosts', address)} ${names.join(' ')}`
}

/** Secret and config references: resolved by id in the own list, and the name must be that object's. */
async function references(
  sandbox: Sandbox,
  kind: 'secret' | 'config',
  refs: Reference[],
): Promise<unknown[]> {
  const field = kind === 'secret' ? 'Secret' : 'Config'
  return Promise.all(
    refs.map(async ({ File, id, name }) => {
      const owned: Owned<EngineSecret> = await sandbox.directory.resolve(kind, id || name || '')
      if (name && name !== owned.name) throw refused(`${field}Name ${name}`)
      const file = {
        Name: target(kind, File?.Name ?? owned.name),
        UID: File?.UID || '0',
        GID: File?.GID || '0',
        Mode: File?.Mode ?? 0o444,
      }
      return { File: file, [`${field}ID`]: owned.id, [`${field}Name`]: owned.row.Spec.Name }
    }),
  )
}

/** A secret lands in /run/secrets unless an absolute path is given; neither may leave its place. */
function target(kind: string, name: string): string {
  if (name.startsWith('/')) {
    cleanPath(`${kind} target`, name)
    if (/^\/(proc|sys|dev)(\/|$)/.test(name)) throw refused(`${kind} target ${name}`)
    return name
  }
  if (!/^[A-Za-z0-9_.-]{1,255}$/.test(name) || name === '.' || name === '..')
    throw refused(`${kind} target ${name}`)
  return name
}
