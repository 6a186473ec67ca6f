import { label } from '../ownership/labels.ts'
import { otherId, ownId, placeholders, corpusPolicy } from './fixtures.ts'
import type { Recorded } from './stub-engine.ts'

type Fields = Record<string, unknown>
const headersKnown = new Set([
  'host',
  'user-agent',
  'accept',
  'content-type',
  'content-length',
  'connection',
  'upgrade',
  'transfer-encoding',
])
const filtered =
  /^\/(containers\/json|networks|volumes|services|secrets|configs|(containers|networks|volumes|images)\/prune)$/
const foreign = Object.entries(placeholders)
  .filter(([name]) =>
    /^(OTHER_(C|NET|VOL|SVC|TASK|SECRET|CONFIG|EXEC|IMG|IMG_ID)|WS_C|JUDGE_C|EXEC_OF_WS_C|OTHER_GUARD_SOCK)$/.test(
      name,
    ),
  )
  .map(([, value]) => value)

/** What is wrong with a request that went upstream; empty when it is canonical and harmless. */
export function faultsOf(request: Recorded): string[] {
  const faults: string[] = []
  const path = request.path.replace(/^\/v1\.\d+/, '')
  if (path === request.path) faults.push('no API version of the guard')
  if (/\/\/|%|\.\.|\/$/.test(path)) faults.push(`the path ${path}`)
  for (const name of Object.keys(request.headers))
    if (!headersKnown.has(name)) faults.push(`the header ${name}`)
  if (request.headers.upgrade && !/\/(attach|start)$/.test(path)) faults.push('an Upgrade')
  for (const value of foreign)
    if (path.includes(value) || request.body.includes(value)) faults.push(`a foreign object ${value}`)
  if (filtered.test(path) && !request.query.get('filters')?.includes(`${label.sandbox}=${ownId}`))
    faults.push('no owner filter')
  if (request.body.startsWith('{')) faults.push(...bodyFaults(path, JSON.parse(request.body) as Fields))
  return faults
}

function bodyFaults(path: string, body: Fields): string[] {
  const faults: string[] = []
  const isUpdate = /^\/(services|secrets|configs)\/[^/]+\/update$/.test(path)
  if ((path.endsWith('/create') || isUpdate) && (body.Labels as Fields)?.[label.sandbox] !== ownId)
    faults.push('no owner label')
  if (path === '/containers/create') faults.push(...hostFaults((body.HostConfig ?? {}) as Fields))
  if (path.startsWith('/services')) faults.push(...templateFaults((body.TaskTemplate ?? {}) as Fields, body))
  if (path === '/networks/create' && body.Internal !== true) faults.push('a network that is not internal')
  walk(body, '', (field, value) => {
    if (/^privileged$/i.test(field) && value === true) faults.push('Privileged')
    if (value === otherId || (typeof value === 'string' && value.includes(`=${otherId}`)))
      faults.push('another sandbox')
    if (/^(type)$/i.test(field) && /^(npipe|cluster)$/i.test(String(value)))
      faults.push(`the mount type ${String(value)}`)
    if (/^driver(opts|config)$/i.test(field) && value !== null) faults.push(field)
  })
  faults.push(...mountFaults(body))
  return faults
}

function hostFaults(host: Fields): string[] {
  const faults: string[] = []
  for (const key of [
    'Devices',
    'DeviceRequests',
    'Sysctls',
    'Runtime',
    'CgroupParent',
    'Annotations',
    'Binds',
    'UTSMode',
    'UsernsMode',
    'PortBindings',
    'MaskedPaths',
    'ReadonlyPaths',
  ])
    if (host[key] !== undefined) faults.push(`HostConfig.${key}`)
  for (const key of ['NetworkMode', 'PidMode', 'IpcMode'])
    if (/^(host|bridge|default|ingress)$/i.test(String(host[key]))) faults.push(`${key} ${String(host[key])}`)
  if (!(Number(host.Memory) > 0) || host.Memory !== host.MemorySwap) faults.push('memory without a limit')
  if (!(Number(host.PidsLimit) > 0) || !(Number(host.NanoCpus) > 0))
    faults.push('pids or cpu without a limit')
  if (
    JSON.stringify(host.CapDrop) !== '["ALL"]' ||
    JSON.stringify(host.SecurityOpt) !== '["no-new-privileges"]'
  )
    faults.push('isolation')
  const allowed = corpusPolicy('').capabilities
  for (const name of (host.CapAdd as string[]) ?? [])
    if (!allowed.includes(name)) faults.push(`CapAdd ${name}`)
  if ((host.LogConfig as Fields)?.Type !== 'local') faults.push('LogConfig')
  return faults
}

function templateFaults(template: Fields, spec: Fields): string[] {
  const faults: string[] = []
  const container = (template.ContainerSpec ?? {}) as Fields
  if ((container.Labels as Fields)?.[label.sandbox] !== ownId) faults.push('tasks without an owner label')
  if ((spec.EndpointSpec as Fields)?.Mode !== 'dnsrr' || (spec.EndpointSpec as Fields)?.Ports)
    faults.push('EndpointSpec')
  const limits = (template.Resources as { Limits?: Fields })?.Limits ?? {}
  if (!(Number(limits.MemoryBytes) > 0) || !(Number(limits.Pids) > 0)) faults.push('tasks without limits')
  if ((template.LogDriver as Fields)?.Name !== 'local') faults.push('LogDriver')
  if (!JSON.stringify(template.Networks).includes(`s${ownId}`)) faults.push('not on the sandbox network')
  return faults
}

function mountFaults(body: Fields): string[] {
  const own = corpusPolicy('').sockets.learner
  const faults: string[] = []
  walk(body, '', (field, value) => {
    if (field !== 'Mounts' || !Array.isArray(value)) return
    for (const mount of value as Fields[]) {
      if (mount.Type === 'bind' && !String(mount.Source).endsWith(`${own}/docker.sock`))
        faults.push(`a bind of ${String(mount.Source)}`)
      const labels = (mount.VolumeOptions as { Labels?: Fields })?.Labels
      if (mount.Type === 'volume' && labels?.[label.sandbox] !== ownId)
        faults.push('a volume without an owner')
      if (mount.Type === 'volume' && mount.Source && !String(mount.Source).startsWith(`s${ownId}-`))
        faults.push(`the volume ${String(mount.Source)}`)
    }
  })
  return faults
}

function walk(value: unknown, field: string, visit: (field: string, value: unknown) => void): void {
  visit(field, value)
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) walk(inner, Array.isArray(value) ? field : key, visit)
}
