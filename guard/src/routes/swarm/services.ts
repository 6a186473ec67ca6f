import { volumesOf, type Mount } from '../../models/mounts.ts'
import { parsePorts } from '../../models/ports.ts'
import { planService, type ServicePlan } from '../../models/service/spec.ts'
import { readText } from '../../engine/engine.ts'
import type { EngineService, EngineServiceSpec } from '../../ownership/engine-objects.ts'
import type { Owned } from '../../ownership/directory.ts'
import { isOwned, label } from '../../ownership/labels.ts'
import { serviceDetail } from '../../ownership/scrub-service.ts'
import { isTrue, wholeNumber } from '../../parse/query.ts'
import { besideOf, memoryOf, replicasOf } from '../../quota/service-tasks.ts'
import { anonymousOf, checkCompute, checkVolumes, createTimeoutMs } from '../../quota/usage.ts'
import { forbidden, malformed } from '../../refusal.ts'
import { failure, json, relay, relayStatus } from '../answers.ts'
import { filterQuery, namePrefix, ownFilters } from '../list-filters.ts'
import { logsRoute } from './logs.ts'
import { queryValue, type Call, type Reply, type Route } from '../route.ts'

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
  logsRoute('service'),
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
  const asked = await sandbox.directory.resolve('service', call.params[0]!)
  call.object = asked.name
  const version = wholeNumber(call.query, 'version', 0, Number.MAX_SAFE_INTEGER)
  if (version === undefined) throw malformed('version is missing')
  const from = queryValue(call, 'registryAuthFrom')
  if (from && !['spec', 'previous-spec'].includes(from)) throw forbidden(`registryAuthFrom=${from}`)
  const rollback = queryValue(call, 'rollback') || undefined
  if (rollback && rollback !== 'previous') throw forbidden(`rollback=${rollback}`)
  const plan = await planService(sandbox, call.json, 'update')
  if (plan.name !== asked.name) throw forbidden('renaming a service')
  return sandbox.quotaLock.run(async () => {
    // Read again: an update that was before this one in the lock changes what a rollback goes back to.
    const service = await sandbox.directory.resolve('service', asked.id)
    await checkUpdate(call, service, rollback ? previousPlan(call, service) : plan)
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

type Change = Pick<ServicePlan, 'spec' | 'replicas' | 'memoryBytes' | 'ports' | 'volumes'>

/** Checks that a service may become what is asked for. Throws Refusal 403. */
async function checkUpdate(call: Call, { id, row }: Owned<EngineService>, change: Change): Promise<void> {
  const { replicas, memoryBytes, volumes } = change
  call.ports = change.ports
  const containers = replicas + besideOf(change.spec as EngineServiceSpec, row.Spec)
  await checkCompute(call.sandbox, { containers, memoryBytes, isService: true, replaces: id })
  const held = anonymousOf(volumesOfSpec(row.Spec), replicasOf(row.Spec))
  await checkVolumes(call.sandbox, volumes, Math.max(0, anonymousOf(volumes, replicas) - held))
}

const volumesOfSpec = ({ TaskTemplate }: EngineServiceSpec): string[] =>
  volumesOf((TaskTemplate?.ContainerSpec?.Mounts as Mount[] | undefined) ?? [])

/** A rollback applies a stored spec that no body shows: only one that this guard wrote, and only within the quota. */
function previousPlan({ sandbox }: Call, { row }: Owned<EngineService>): Change {
  const previous = row.PreviousSpec
  const container = previous?.TaskTemplate?.ContainerSpec
  if (!previous || !isOwned(previous.Labels, sandbox.policy) || !isOwned(container?.Labels, sandbox.policy))
    throw forbidden('a rollback without a previous version')
  return {
    spec: previous,
    replicas: replicasOf(previous),
    memoryBytes: memoryOf(previous.Labels ?? {}, sandbox.policy.limits.containerMemoryBytes),
    ports: parsePorts(previous.Labels?.[label.ports]),
    volumes: volumesOfSpec(previous),
  }
}
