import { parsePorts } from '../models/ports.ts'
import { nodeId } from '../routes/nodes.ts'
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
  { names }: Sandbox,
  template: EngineServiceSpec['TaskTemplate'],
  hidden: Hidden,
): Fields | undefined {
  if (!template) return undefined
  const { LogDriver: _log, ContainerSpec, Networks, ...rest } = template
  const networks = (Networks ?? []).filter(({ Target }) => !hidden(Target))
  return {
    ...rest,
    ContainerSpec: containerSpec(names, ContainerSpec ?? {}),
    ...(networks.length > 0 ? { Networks: networks } : {}),
  }
}

function containerSpec(names: Sandbox['names'], spec: Fields & { Labels?: Labels; Image?: string }): Fields {
  const { Privileges: _privileges, CapabilityDrop: _drop, CapabilityAdd: _add, ...rest } = spec
  const short = (key: string) => (ref: Fields) => ({ ...ref, [key]: names.toShort(String(ref[key])) })
  const mounts = (spec.Mounts as Fields[] | undefined)?.map((mount) => hostMount(names, mount))
  return {
    ...rest,
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
  const node = row.NodeID ? { NodeID: nodeId(sandbox.policy.sandboxId) } : {}
  return {
    ...row,
    ...node,
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
