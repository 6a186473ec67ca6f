import type { EngineTask } from '../../ownership/engine-objects.ts'
import { taskDetail } from '../../ownership/scrub-service.ts'
import { parseFilters, type Filters } from '../../parse/filters.ts'
import { isReserved } from '../../ownership/labels.ts'
import { malformed } from '../../refusal.ts'
import { json, relay } from '../answers.ts'
import { filterQuery, namePrefix } from '../list-filters.ts'
import { nodeId } from '../../ownership/node-id.ts'
import { logsRoute } from './logs.ts'
import { queryValue, type Call, type Reply, type Route } from '../route.ts'
import { sandboxNetworkTest } from './services.ts'

/** Tasks bear no labels of their own: they are the sandbox's when their service is. */
export const taskRoutes: Route[] = [
  { method: 'GET', pattern: '/tasks', query: ['filters'], handle: list },
  {
    method: 'GET',
    pattern: '/tasks/{id}',
    async handle(call) {
      const { id } = await call.sandbox.directory.resolve('task', call.params[0]!)
      const hidden = await sandboxNetworkTest(call)
      const answer = await call.read({ method: 'GET', path: `/tasks/${id}` })
      return relay(call, answer, (row: EngineTask) => taskDetail(call.sandbox, row, hidden))
    },
  },
  logsRoute('task'),
]

async function list(call: Call): Promise<Reply> {
  const { sandbox } = call
  const asked = parseFilters(queryValue(call, 'filters'), [
    // The CLI's progress of create, update, scale and rollback waits for the tasks of the newest spec only.
    '_up-to-date',
    'desired-state',
    'id',
    'label',
    'name',
    'node',
    'service',
  ])
  const services = await sandbox.directory.services()
  const wanted = asked.get('service')
  const own = services.filter(
    ({ id, name }) => !wanted || wanted.some((ref) => ref === name || id.startsWith(ref)),
  )
  const node = nodeId(sandbox.policy.sandboxId)
  const isElsewhere =
    asked.get('node')?.every((ref) => ref !== node && ref !== 'dojo' && ref !== 'self') ?? false
  if (own.length === 0 || isElsewhere || (asked.get('label') ?? []).some(isReserved)) return json(200, [])
  const filters: Filters = new Map([['service', own.map(({ id }) => id)]])
  if (asked.get('_up-to-date')?.some((value) => value !== 'true' && value !== 'false'))
    throw malformed('filters: _up-to-date is true or false')
  for (const key of ['_up-to-date', 'desired-state', 'id', 'label'])
    if (asked.has(key)) filters.set(key, asked.get(key)!)
  if (asked.has('name')) filters.set('name', asked.get('name')!.map(namePrefix(call)))
  const hidden = await sandboxNetworkTest(call)
  const ids = new Set(own.map(({ id }) => id))
  const answer = await call.read({ method: 'GET', path: '/tasks', query: { filters: filterQuery(filters) } })
  return relay(call, answer, (rows: EngineTask[]) =>
    rows.filter(({ ServiceID }) => ids.has(ServiceID)).map((row) => taskDetail(sandbox, row, hidden)),
  )
}
