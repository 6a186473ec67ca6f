import { planSecret } from '../../models/objects.ts'
import type { EngineSecret } from '../../ownership/engine-objects.ts'
import { isOwned, visibleLabels } from '../../ownership/labels.ts'
import { maxJsonBytes } from '../../parse/json.ts'
import { wholeNumber } from '../../parse/query.ts'
import { checkCount } from '../../quota/usage.ts'
import { forbidden, malformed } from '../../refusal.ts'
import type { Sandbox } from '../../sandbox.ts'
import { relay, relayStatus } from '../answers.ts'
import { filterQuery, namePrefix, ownFilters } from '../list-filters.ts'
import type { Call, Reply, Route } from '../route.ts'

type Kind = 'secret' | 'config'

/** Secrets and configs differ by name only (and in that the engine gives a config's data back). */
function readingRoutes(kind: Kind): Route[] {
  const path = `/${kind}s`
  return [
    { method: 'GET', pattern: path, query: ['filters'], handle: (call) => list(call, path) },
    {
      method: 'GET',
      pattern: `${path}/{id}`,
      async handle(call) {
        const { id } = await call.sandbox.directory.resolve(kind, call.params[0]!)
        return relay(call, await call.read({ method: 'GET', path: `${path}/${id}` }), (row: EngineSecret) =>
          shown(call.sandbox, row),
        )
      },
    },
  ]
}

function changingRoutes(kind: Kind): Route[] {
  const path = `/${kind}s`
  const withData = { method: 'POST', body: 'json', maxBytes: maxJsonBytes } as const
  return [
    {
      ...withData,
      pattern: `${path}/create`,
      action: `${kind}.create`,
      handle: (call) => create(call, path),
    },
    {
      ...withData,
      pattern: `${path}/{id}/update`,
      query: ['version'],
      action: `${kind}.update`,
      handle: (call) => update(call, kind),
    },
    {
      method: 'DELETE',
      pattern: `${path}/{id}`,
      action: `${kind}.remove`,
      async handle(call) {
        const { id, name } = await call.sandbox.directory.resolve(kind, call.params[0]!)
        call.object = name
        return relayStatus(call, await call.mutate({ method: 'DELETE', path: `${path}/${id}` }))
      },
    },
  ]
}

const routesOf = (kind: Kind): Route[] => [...readingRoutes(kind), ...changingRoutes(kind)]
export const secretRoutes = routesOf('secret')
export const configRoutes = routesOf('config')

function shown({ names }: Sandbox, row: EngineSecret): Record<string, unknown> {
  return {
    ...row,
    Spec: { ...row.Spec, Name: names.toShort(row.Spec.Name), Labels: visibleLabels(row.Spec.Labels) },
  }
}

async function list(call: Call, path: string): Promise<Reply> {
  const { sandbox } = call
  const { filters, isEmpty } = ownFilters(call, ['label', 'name', 'names', 'id'], {
    name: namePrefix(call),
    names: namePrefix(call),
  })
  const answer = await call.read({ method: 'GET', path, query: { filters: filterQuery(filters) } })
  return relay(call, answer, (rows: EngineSecret[]) =>
    isEmpty
      ? []
      : rows.filter(({ Spec }) => isOwned(Spec.Labels, sandbox.policy)).map((row) => shown(sandbox, row)),
  )
}

async function create(call: Call, path: string): Promise<Reply> {
  const { name, body } = planSecret(call.sandbox, call.json)
  if (body.Data === undefined) throw malformed('Data is missing')
  call.object = name
  return call.sandbox.quotaLock.run(async () => {
    await checkCount(call.sandbox, 'secrets', 1)
    return relay(
      call,
      await call.mutate({ method: 'POST', path: `${path}/create`, body }),
      (answer) => answer,
    )
  })
}

/** An update replaces the labels, so the owner's are written again. Only labels may change. */
async function update(call: Call, kind: Kind): Promise<Reply> {
  const owned = await call.sandbox.directory.resolve(kind, call.params[0]!)
  call.object = owned.name
  const { name, body } = planSecret(call.sandbox, call.json)
  if (name !== owned.name) throw forbidden(`renaming a ${kind}`)
  const version = wholeNumber(call.query, 'version', 0, Number.MAX_SAFE_INTEGER)
  if (version === undefined) throw malformed('version is missing')
  return relayStatus(
    call,
    await call.mutate({ method: 'POST', path: `/${kind}s/${owned.id}/update`, query: { version }, body }),
  )
}
