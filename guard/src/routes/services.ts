import { volumesOf, type Mount } from '../models/mounts.ts'
import { parsePorts } from '../models/ports.ts'
import { planService } from '../models/service-spec.ts'
import { readText } from '../engine/engine.ts'
import type { EngineService, EngineServiceSpec } from '../ownership/engine-objects.ts'
import type { Owned } from '../ownership/directory.ts'
import { isOwned, label } from '../ownership/labels.ts'
import { serviceDetail } from '../ownership/scrub-service.ts'
import { isTrue, wholeNumber } from '../parse/query.ts'
import {
  anonymousOf,
  checkCompute,
  checkVolumes,
  createTimeoutMs,
  memoryOf,
  replicasOf,
} from '../quota/usage.ts'
import { forbidden, malformed } from '../refusal.ts'
import { failure, json, relay, relayStatus, relayStream } from './answers.ts'
import { logQuery } from './container-lists.ts'
import { filterQuery, namePrefix, ownFilters } from './list-filters.ts'
import { withOwnNode } from './node-ids.ts'
import { queryValue, type Call, type Reply, type Route } from './route.ts'

/** Swarm services of the sandbox. */
export const serviceRoutes: Route[] = [
  { method: 'GET', pattern: '/services', query: ['filters', 'status'], handle: list },
  {
    method: 'GET',
    pattern: '/services/{id}',
    query: ['insertDefaults'],
    async handle(call) {
      const { id } = await call.sandbox.directory.resolve('service', call.params[0]!)
      const hidden = await sandboxNetworkTest(call)
      const query = { insertDefaults: isTrue(queryValue(call, 'insertDefaults')) ? 1 : undefined }
      const answer = await call.read({ method: 'GET', path: `/services/${id}`, query })
      return relay(call, answer, (row: EngineService) => serviceDetail(call.sandbox, row, hidden))
    },
  },
  {
    method: 'GET',
    pattern: '/services/{id}/logs',
    query: ['stdout', 'stderr', 'follow', 'since', 'timestamps', 'tail', 'details'],
    stream: true,
    async handle(call) {
      const { id } = await call.sandbox.directory.resolve('service', call.params[0]!)
      const answer = await call.read({ method: 'GET', path: `/services/${id}/logs`, query: logQuery(call) })
      return relayStream(call, answer, (source) => withOwnNode(call.sandbox.policy.sandboxId, source))
    },
  },
  { method: 'POST', pattern: '/services/create', body: 'json', action: 'service.create', handle: create },
  {
    method: 'POST',
    pattern: '/services/{id}/update',
    query: ['version', 'rollback', 'registryAuthFrom'],
    body: 'json',
    action: 'service.update',
    handle: update,
  },
  {
    method: 'DELETE',
    pattern: '/services/{id}',
    action: 'service.remove',
    async handle(call) {
      const { id, name } = await call.sandbox.directory.resolve('service', call.params[0]!)
      call.object = name
      return relayStatus(call, await call.mutate({ method: 'DELETE', path: `/services/${id}` }))
    },
  },
]

/** Tells whether a network id is the sandbox network's. */
export async function sandboxNetworkTest({ sandbox }: Call): Promise<(network: string) => boolean> {
  const ids = new Set(
    (await sandbox.directory.networks())
      .filter(({ row }) => row.Name === sandbox.policy.network)
      .map(({ id }) => id),
  )
  return (network) => network === sandbox.policy.network || ids.has(network)
}

async function list(call: Call): Promise<Reply> {
  const { sandbox } = call
  const { filters, isEmpty } = ownFilters(call, ['label', 'name', 'id', 'mode', 'runtime'], {
    name: namePrefix(call),
  })
  const hidden = await sandboxNetworkTest(call)
  const query = { status: isTrue(queryValue(call, 'status')) ? 1 : undefined, filters: filterQuery(filters) }
  const answer = await call.read({ method: 'GET', path: '/services', query })
  return relay(call, answer, (rows: EngineService[]) =>
    isEmpty
      ? []
      : rows
          .filter(({ Spec }) => isOwned(Spec.Labels, sandbox.policy))
          .map((row) => serviceDetail(sandbox, row, hidden)),
  )
}

async function create(call: Call): Promise<Reply> {
  const plan = await planService(call.sandbox, call.json, 'create')
  call.object = plan.name
  call.ports = plan.ports
  return call.sandbox.quotaLock.run(async () => {
    await checkCompute(call.sandbox, {
      containers: plan.replicas,
      memoryBytes: plan.memoryBytes,
      isService: true,
    })
    await checkVolumes(call.sandbox, plan.volumes, anonymousOf(plan.volumes, plan.replicas))
    const answer = await call.mutate({
      method: 'POST',
      path: '/services/create',
      body: plan.spec,
      timeoutMs: createTimeoutMs,
    })
    const text = await readText(answer)
    if (answer.statusCode !== 201) return failure(call, answer.statusCode ?? 500, text)
    return json(201, { ID: (JSON.parse(text) as { ID: string }).ID, Warnings: null })
  })
}

async function update(call: Call): Promise<Reply> {
  const { sandbox } = call
  const service = await sandbox.directory.resolve('service', call.params[0]!)
  call.object = service.name
  const version = wholeNumber(call.query, 'version', 0, Number.MAX_SAFE_INTEGER)
  if (version === undefined) throw malformed('version is missing')
  const from = queryValue(call, 'registryAuthFrom')
  if (from && !['spec', 'previous-spec'].includes(from)) throw forbidden(`registryAuthFrom=${from}`)
  const rollback = queryValue(call, 'rollback') || undefined
  if (rollback && rollback !== 'previous') throw forbidden(`rollback=${rollback}`)
  const plan = await planService(sandbox, call.json, 'update')
  if (plan.name !== service.name) throw forbidden('renaming a service')
  const demand = rollback ? previousDemand(call, service) : { ...plan, containers: plan.replicas }
  call.ports = demand.ports
  return sandbox.quotaLock.run(async () => {
    const { containers, memoryBytes, volumes } = demand
    await checkCompute(sandbox, { containers, memoryBytes, isService: true, replaces: service.id })
    const held = anonymousOf(volumesOfSpec(service.row.Spec), replicasOf(service.row.Spec))
    await checkVolumes(sandbox, volumes, Math.max(0, anonymousOf(volumes, containers) - held))
    const query = { version, rollback }
    const answer = await call.mutate({
      method: 'POST',
      path: `/services/${service.id}/update`,
      query,
      body: plan.spec,
    })
    return relay(call, answer, (body: object) => ({ Warnings: null, ...body }))
  })
}

const volumesOfSpec = ({ TaskTemplate }: EngineServiceSpec): string[] =>
  volumesOf((TaskTemplate?.ContainerSpec?.Mounts as Mount[] | undefined) ?? [])

/** A rollback applies a stored spec that no body shows: only one that this guard wrote, and only within the quota. */
function previousDemand({ sandbox }: Call, { row }: Owned<EngineService>) {
  const previous = row.PreviousSpec
  const container = previous?.TaskTemplate?.ContainerSpec
  if (!previous || !isOwned(previous.Labels, sandbox.policy) || !isOwned(container?.Labels, sandbox.policy))
    throw forbidden('a rollback without a previous version')
  return {
    containers: replicasOf(previous),
    memoryBytes: memoryOf(previous.Labels ?? {}, sandbox.policy.limits.containerMemoryBytes),
    ports: parsePorts(previous.Labels?.[label.ports]),
    volumes: volumesOfSpec(previous),
  }
}
