import { parsePorts } from '../models/ports.ts'
import { nodeId } from './node-id.ts'
import type { Sandbox } from '../sandbox.ts'
import type { EngineService, EngineServiceSpec, EngineTask, Labels } from './engine-objects.ts'
import { label, visibleLabels } from './labels.ts'
import { hostMount } from './scrub-container.ts'

type Fields = Record<string, unknown>
/** Ids of the sandbox network: what the guard attached is not shown, or an update would send it back. */
type Hidden = (network: string) => boolean

/** A service as the learner wrote it: short names, its own networks, its ports, without what the guard added. */
export function serviceDetail(sandbox: Sandbox, row: EngineService, hidden: Hidden): Fields {
  const ports = portsOf(row.Spec.Labels ?? {})
  return {
    ...row,
    Spec: specDetail(sandbox, row.Spec, hidden),
    ...(row.PreviousSpec ? { PreviousSpec: specDetail(sandbox, row.PreviousSpec, hidden) } : {}),
    Endpoint: {
      Spec: { Mode: 'dnsrr', ...(ports.length > 0 ? { Ports: ports } : {}) },
      ...(ports.length > 0 ? { Ports: ports } : {}),
    },
  }
}

function specDetail(sandbox: Sandbox, spec: EngineServiceSpec, hidden: Hidden): Fields {
  const ports = portsOf(spec.Labels ?? {})
  return {
    ...spec,
    Name: sandbox.names.toShort(spec.Name),
    Labels: visibleLabels(spec.Labels),
    TaskTemplate: templateDetail(sandbox, spec.TaskTemplate, hidden),
    EndpointSpec: { Mode: 'dnsrr', ...(ports.length > 0 ? { Ports: ports } : {}) },
  }
}

function templateDetail(
  sandbox: Sandbox,
  template: EngineServiceSpec['TaskTemplate'],
  hidden: Hidden,
): Fields | undefined {
  if (!template) return undefined
  const { LogDriver: _log, ContainerSpec, Networks, ...rest } = template
  const networks = (Networks ?? []).filter(({ Target }) => !hidden(Target))
  return {
    ...rest,
    ContainerSpec: containerSpec(sandbox, ContainerSpec ?? {}),
    ...(networks.length > 0 ? { Networks: networks } : {}),
  }
}

/**
 * Capabilities that the learner left as they were are not shown; others are, or the next update would give them back.
 * Nothing is shown of a service that no guard wrote.
 */
function chosenCapabilities({ policy }: Sandbox, dropped: unknown, added: unknown): Fields {
  const kept = Array.isArray(added) ? added : []
  const isGuards = Array.isArray(dropped) && dropped.includes('ALL')
  if (!isGuards || kept.length === policy.capabilities.length) return {}
  return { CapabilityDrop: ['ALL'], CapabilityAdd: kept }
}

function containerSpec(sandbox: Sandbox, spec: Fields & { Labels?: Labels; Image?: string }): Fields {
  const { names } = sandbox
  const { Privileges: _privileges, CapabilityDrop, CapabilityAdd, ...rest } = spec
  const short = (key: string) => (ref: Fields) => ({ ...ref, [key]: names.toShort(String(ref[key])) })
  const mounts = (spec.Mounts as Fields[] | undefined)?.map((mount) => hostMount(names, mount))
  return {
    ...rest,
    ...chosenCapabilities(sandbox, CapabilityDrop, CapabilityAdd),
    Image: spec.Labels?.[label.image] ?? spec.Image,
    Labels: visibleLabels(spec.Labels),
    ...(mounts ? { Mounts: mounts } : {}),
    ...(spec.Secrets ? { Secrets: (spec.Secrets as Fields[]).map(short('SecretName')) } : {}),
    ...(spec.Configs ? { Configs: (spec.Configs as Fields[]).map(short('ConfigName')) } : {}),
  }
}

/** A task on the one node that a sandbox sees. */
export function taskDetail(sandbox: Sandbox, row: EngineTask, hidden: Hidden): Fields {
  const attachments = (row.NetworksAttachments ?? []).flatMap((attachment) => {
    const spec = attachment.Network?.Spec
    if (!spec || spec.Name === sandbox.policy.network) return []
    const shown = {
      ...spec,
      Name: sandbox.names.toShort(spec.Name ?? ''),
      Labels: visibleLabels(spec.Labels),
    }
    return [{ ...attachment, Network: { ...attachment.Network, Spec: shown, DriverState: undefined } }]
  })
  const { Err, Message, ContainerStatus } = row.Status ?? {}
  const said = {
    ...(Err === undefined ? {} : { Err: sandbox.names.scrub(Err) }),
    ...(Message === undefined ? {} : { Message: sandbox.names.scrub(Message) }),
    // The process id is the host's.
    ...(ContainerStatus ? { ContainerStatus: { ...ContainerStatus, PID: 0 } } : {}),
  }
  const node = row.NodeID ? { NodeID: nodeId(sandbox.policy.sandboxId) } : {}
  return {
    ...row,
    ...node,
    ...(row.Status ? { Status: { ...row.Status, ...said } } : {}),
    Spec: templateDetail(sandbox, row.Spec, hidden),
    NetworksAttachments: attachments,
  }
}

function portsOf(labels: Labels): Fields[] {
  return parsePorts(labels[label.ports]).map(({ target, published, protocol }) => ({
    Protocol: protocol,
    TargetPort: target,
    ...(published ? { PublishedPort: published } : {}),
    PublishMode: 'ingress',
  }))
}
