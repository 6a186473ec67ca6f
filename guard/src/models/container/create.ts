import type { JsonObject, Json } from '../../parse/json.ts'
import {
  bool,
  ignored,
  integer,
  object,
  readBody,
  record,
  refused,
  text,
  zero,
  type Read,
} from '../../parse/model.ts'
import { label, ownerLabels } from '../../ownership/labels.ts'
import type { UsableImage } from '../../ownership/images.ts'
import type { Sandbox } from '../../sandbox.ts'
import {
  buildEndpoint,
  chooseNetwork,
  endpointModel,
  type ChosenNetwork,
  type EndpointInput,
} from '../endpoint.ts'
import { environment, healthcheck, hostname, labels, signal, user, words, workingDir } from '../fields.ts'
import { buildHostConfig, checkPidsLimit, hostConfigModel, type HostConfigInput } from './host-config.ts'
import { planMounts } from './mounts.ts'
import { volumesOf } from '../mounts.ts'
import { exposedPorts, formatPorts, parsePorts, type Port } from '../ports.ts'

function createModel(sandbox: Sandbox) {
  return object({
    // dockerode repeats the query's name here; the engine has no such field and gets none.
    name: ignored,
    Hostname: hostname,
    Domainname: hostname,
    User: user,
    AttachStdin: bool,
    AttachStdout: bool,
    AttachStderr: bool,
    ExposedPorts: exposedPorts,
    Tty: bool,
    OpenStdin: bool,
    StdinOnce: bool,
    Env: environment,
    Cmd: words,
    Healthcheck: healthcheck,
    ArgsEscaped: zero,
    Image: text(512),
    Volumes: record(/^\//, zero, 16),
    WorkingDir: workingDir,
    Entrypoint: words,
    // Of API versions long gone; old clients still send it empty.
    VolumesFrom: zero,
    NetworkDisabled: zero,
    MacAddress: zero,
    OnBuild: zero,
    Labels: labels,
    StopSignal: signal,
    // -1 is for ever, and an engine that stops waits for it.
    StopTimeout: integer(0, 300),
    Shell: words,
    HostConfig: hostConfigModel(sandbox),
    NetworkingConfig: object({
      EndpointsConfig: record(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}$/, endpointModel, 1),
    }),
  })
}
type CreateInput = Read<ReturnType<typeof createModel>> & object

/** A container as the guard creates it. `isBeside` says that it needs the sandbox network as a second one. */
export type ContainerPlan = {
  body: Record<string, unknown>
  ports: Port[]
  memoryBytes: number
  /** Volumes it mounts; '' stands for an anonymous one. */
  volumes: string[]
  isBeside: boolean
}

/** Checks a create body and builds the engine's. `name` is the learner's name of the container. Throws Refusal. */
export async function planContainer(
  sandbox: Sandbox,
  json: Json | undefined,
  name: string,
): Promise<ContainerPlan> {
  const input: CreateInput = readBody(createModel(sandbox), json)
  const host: Partial<HostConfigInput> = input.HostConfig ?? {}
  const rawHost = (json as JsonObject).get('HostConfig')
  if (rawHost instanceof Map) checkPidsLimit(rawHost)
  const image = await sandbox.images.resolve(input.Image ?? '')
  const chosen = await chooseNetwork(sandbox, networkOf(input))
  const mounts = await planMounts(sandbox, host, Object.keys(input.Volumes ?? {}), image)
  const HostConfig = await buildHostConfig(sandbox, host, chosen.mode, mounts)
  const ports = publishedPorts(input, image)
  const names = [name, ...hostnames(input)]
  const endpoint = await endpointOf(sandbox, input, chosen, names, host.Links ?? [])
  const body = {
    ...ownFields(input),
    Image: image.id,
    Labels: {
      ...input.Labels,
      ...ownerLabels(sandbox.policy),
      [label.image]: image.name,
      [label.memory]: String(HostConfig.Memory),
      [label.ports]: formatPorts(ports),
    },
    HostConfig,
    ...(endpoint ? { NetworkingConfig: { EndpointsConfig: endpoint } } : {}),
  }
  const isBeside = !chosen.isSandbox && chosen.network !== null
  return { body, ports, memoryBytes: HostConfig.Memory, volumes: volumesOf(HostConfig.Mounts), isBeside }
}

/** An endpoint named without a NetworkMode is the network that is meant. */
function networkOf({ HostConfig, NetworkingConfig }: CreateInput): string {
  const mode = HostConfig?.NetworkMode ?? ''
  const [named] = Object.keys(NetworkingConfig?.EndpointsConfig ?? {})
  return (mode === '' || mode === 'default') && named ? named : mode
}

const hostnames = ({ Hostname }: CreateInput) => (Hostname ? [Hostname] : [])

function ownFields(input: CreateInput): Record<string, unknown> {
  const {
    Image: _image,
    name: _name,
    Labels: _labels,
    HostConfig: _host,
    NetworkingConfig: _networking,
    Volumes: _volumes,
    ExposedPorts,
    ...rest
  } = input
  const kept = Object.entries(rest).filter(([, value]) => value !== undefined && value !== '')
  const exposed = ExposedPorts?.length
    ? { ExposedPorts: Object.fromEntries(ExposedPorts.map((key) => [key, {}])) }
    : {}
  return { ...Object.fromEntries(kept), ...exposed }
}

function publishedPorts(input: CreateInput, image: UsableImage): Port[] {
  const bound = input.HostConfig?.PortBindings ?? []
  if (!input.HostConfig?.PublishAllPorts) return bound
  const exposed = [
    ...(input.ExposedPorts ?? []),
    ...Object.keys((image.row.Config as { ExposedPorts?: object })?.ExposedPorts ?? {}),
  ]
  return [...bound, ...parsePorts(exposed.join(','))].slice(0, 16)
}

async function endpointOf(
  sandbox: Sandbox,
  input: CreateInput,
  chosen: ChosenNetwork,
  own: string[],
  links: string[],
) {
  const entries = Object.entries(input.NetworkingConfig?.EndpointsConfig ?? {}) as [
    string,
    EndpointInput | undefined,
  ][]
  const isJoined = chosen.isSandbox || chosen.network !== null
  for (const [key] of entries) {
    const named = await chooseNetwork(sandbox, key)
    if (named.mode !== chosen.mode) throw refused(`NetworkingConfig.EndpointsConfig.${key}`)
  }
  if (!isJoined) {
    if (
      entries.some(
        ([, settings]) =>
          settings && Object.values(settings).some((value) => value !== undefined && value !== ''),
      )
    )
      throw refused('endpoint settings without a network')
    return null
  }
  // On a network of one's own, a link is an alias of the endpoint; HostConfig.Links is for the default bridge only.
  // Clients write it into the settings of the endpoint as well when the network is named.
  const settings = entries[0]?.[1]
  const all = [...new Set([...links, ...(settings?.Links ?? [])])]
  return { [chosen.mode]: await buildEndpoint(sandbox, chosen.network, { ...settings, Links: all }, own) }
}
