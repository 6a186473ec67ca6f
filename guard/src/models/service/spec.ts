import type { Json } from '../../parse/json.ts'
import {
  integer,
  list,
  object,
  oneOf,
  ratio,
  readBody,
  refused,
  text,
  wrong,
  zero,
  type Model,
  type Read,
} from '../../parse/model.ts'
import { label, ownerLabels } from '../../ownership/labels.ts'
import { randomName } from '../../ownership/names.ts'
import type { Sandbox } from '../../sandbox.ts'
import { aliases, checkAliases } from '../endpoint.ts'
import { duration, labels, logOptions, nanoCpus } from '../fields.ts'
import { endpointSpec, formatPorts, portsOfService, type Port } from '../ports.ts'
import { buildContainerSpec, containerSpecModel, definedOnly } from './task-container.ts'
import { volumesOf } from '../mounts.ts'

const ms = 1_000_000
/** Faster restarts would be a crash loop over the cluster; corpus SWARM-041 refuses 0. */
const restartDelayFloor = 500 * ms
const maxReplicas = 1000

const networkList = list(object({ Target: text(128), Aliases: aliases, DriverOpts: zero }), 8)

const updateConfig = object({
  Parallelism: integer(0, 100),
  Delay: duration(0),
  FailureAction: oneOf('', 'pause', 'continue', 'rollback'),
  Monitor: duration(0),
  MaxFailureRatio: ratio(0, 1),
  Order: oneOf('', 'stop-first', 'start-first'),
})

const restartFields = object({
  Condition: oneOf('', 'none', 'on-failure', 'any'),
  Delay: integer(0, 86_400_000 * ms),
  MaxAttempts: integer(0, 1_000_000),
  Window: duration(0),
})

/** What never restarts may name any delay. */
const restartPolicy: typeof restartFields = (value, path) => {
  const read = restartFields(value, path)
  if (read?.Delay !== undefined && read.Delay < restartDelayFloor && read.Condition !== 'none')
    throw refused(`${path}.Delay of ${read.Delay} ns (at least ${restartDelayFloor} ns)`)
  return read
}

function resourcesModel({ policy: { limits } }: Sandbox) {
  const memory = integer(0, limits.containerMemoryBytes)
  const nano = nanoCpus(limits.cpus)
  return object({
    Limits: object({ NanoCPUs: nano, MemoryBytes: memory, Pids: integer(0, limits.pids) }),
    Reservations: object({ NanoCPUs: nano, MemoryBytes: memory, GenericResources: zero }),
  })
}

/** What Placement may hold. Platforms come from a registry look-up and are dropped: there is one platform. */
const placement = object({
  Constraints: zero,
  Preferences: zero,
  MaxReplicas: integer(0, maxReplicas),
  Platforms: list(object({ Architecture: text(16), OS: text(16) }), 16),
})

const replicated = object({ Replicas: integer(0, maxReplicas) })
const modes = object({ Replicated: replicated, replicated })

/** The Docker SDK for Python spells the mode in small letters, and the engine reads either. Never both. */
const serviceMode: Model<Read<typeof replicated>> = (value, path) => {
  const read = modes(value, path)
  if (read?.Replicated && read.replicated) throw wrong(path, 'two modes are given')
  return read?.Replicated ?? read?.replicated
}

function specModel(sandbox: Sandbox) {
  return object({
    Name: text(63),
    Labels: labels,
    TaskTemplate: object({
      ContainerSpec: containerSpecModel(sandbox),
      Resources: resourcesModel(sandbox),
      RestartPolicy: restartPolicy,
      Placement: placement,
      Networks: networkList,
      LogDriver: object({ Name: oneOf('', 'local', 'json-file', 'none'), Options: logOptions }),
      ForceUpdate: integer(0, 2 ** 40),
      Runtime: oneOf('', 'container'),
    }),
    Mode: serviceMode,
    UpdateConfig: updateConfig,
    RollbackConfig: updateConfig,
    // Older clients send the networks here; the engine honours them only when the template has none.
    Networks: zero,
    EndpointSpec: endpointSpec,
  })
}
type SpecInput = NonNullable<Read<ReturnType<typeof specModel>>>

/** A service as the guard sends it, with what it would use. */
export type ServicePlan = {
  spec: Record<string, unknown>
  name: string
  replicas: number
  memoryBytes: number
  ports: Port[]
  /** Volumes of one task; '' stands for an anonymous one. */
  volumes: string[]
}

/**
 * Checks a service spec and builds the engine's: one function for create and update. `sandboxNetworkId` is the network
 * that every service joins, so that probes reach it. Throws Refusal.
 */
export async function planService(
  sandbox: Sandbox,
  json: Json | undefined,
  use: 'create' | 'update',
): Promise<ServicePlan> {
  const input = readBody(specModel(sandbox), json)
  const name = input.Name || (use === 'create' ? randomName() : '')
  if (name === '') throw wrong('Name', 'is missing')
  if (use === 'create' && !input.TaskTemplate?.ContainerSpec?.Image)
    throw wrong('ContainerSpec.Image', 'is missing')
  const { limits } = sandbox.policy
  const template = input.TaskTemplate
  const memoryBytes = template?.Resources?.Limits?.MemoryBytes || limits.containerMemoryBytes
  const ports = portsOfService(input.EndpointSpec?.Ports)
  const image = template?.ContainerSpec
  const container = await buildContainerSpec(sandbox, name, image ?? {}, memoryBytes)
  const spec = {
    Name: sandbox.names.toEngine(name),
    Labels: serviceLabels(sandbox, input, ports, memoryBytes, container.Labels[label.image]),
    TaskTemplate: {
      ContainerSpec: container,
      Resources: resources(sandbox, input, memoryBytes),
      ...(template?.RestartPolicy ? { RestartPolicy: definedOnly(template.RestartPolicy) } : {}),
      ...(template?.Placement?.MaxReplicas
        ? { Placement: { MaxReplicas: template.Placement.MaxReplicas } }
        : {}),
      Networks: await networks(sandbox, name, template?.Networks ?? []),
      LogDriver: { Name: 'local', Options: { 'max-size': '10m', 'max-file': '2' } },
      ForceUpdate: template?.ForceUpdate ?? 0,
    },
    Mode: { Replicated: { Replicas: input.Mode?.Replicas ?? 1 } },
    ...(input.UpdateConfig ? { UpdateConfig: definedOnly(input.UpdateConfig) } : {}),
    ...(input.RollbackConfig ? { RollbackConfig: definedOnly(input.RollbackConfig) } : {}),
    // Whatever was asked for, at create and at update alike: a switch to VIP leaves stale addresses in the DNS.
    EndpointSpec: { Mode: 'dnsrr' },
  }
  const volumes = volumesOf(container.Mounts ?? [])
  return { spec, name, replicas: spec.Mode.Replicated.Replicas, memoryBytes, ports, volumes }
}

function serviceLabels(
  sandbox: Sandbox,
  input: SpecInput,
  ports: Port[],
  memoryBytes: number,
  image: string | undefined,
) {
  return {
    ...input.Labels,
    ...ownerLabels(sandbox.policy),
    [label.ports]: formatPorts(ports),
    [label.memory]: String(memoryBytes),
    ...(image ? { [label.image]: image } : {}),
  }
}

/**
 * Reservations are read and left out: Swarm books them for the whole node, where they would keep the tasks of other
 * sandboxes waiting, and on a sandbox's one node there is nothing to choose.
 */
function resources({ policy: { limits } }: Sandbox, { TaskTemplate }: SpecInput, MemoryBytes: number) {
  const asked = TaskTemplate?.Resources
  const NanoCPUs = asked?.Limits?.NanoCPUs || Math.round(limits.cpus * 1e9)
  if ((asked?.Reservations?.MemoryBytes ?? 0) > MemoryBytes)
    throw refused('Reservations.MemoryBytes above the limit')
  return { Limits: { NanoCPUs, MemoryBytes, Pids: asked?.Limits?.Pids || limits.pids } }
}

/** The learner's networks by full id, and always the sandbox network with every name the service is known by. */
async function networks(
  sandbox: Sandbox,
  name: string,
  asked: NonNullable<SpecInput['TaskTemplate']>['Networks'] & object,
) {
  const own = []
  const names = [name]
  for (const { Target, Aliases } of asked) {
    const network = await sandbox.directory.resolve('network', Target ?? '')
    names.push(...(Aliases ?? []))
    if (network.row.Name !== sandbox.policy.network)
      own.push({ Target: network.id, Aliases: checkAliases(sandbox, [name, ...(Aliases ?? [])]) })
  }
  if (new Set(own.map(({ Target }) => Target)).size < own.length) throw refused('a network twice')
  return [...own, { Target: sandbox.policy.network, Aliases: checkAliases(sandbox, names) }]
}
