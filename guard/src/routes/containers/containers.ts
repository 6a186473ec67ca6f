import { readText } from '../../engine/engine.ts'
import { buildUpdate, checkUpdateZeros, updateModel } from '../../models/container/update.ts'
import { signal } from '../../models/fields.ts'
import type { Owned } from '../../ownership/directory.ts'
import type { EngineContainer } from '../../ownership/engine-objects.ts'
import { writeFilters } from '../../parse/filters.ts'
import { readBody } from '../../parse/model.ts'
import { isTrue, wholeNumber } from '../../parse/query.ts'
import { isRunning, memoryOf, serviceOf } from '../../quota/service-tasks.ts'
import { checkCompute } from '../../quota/usage.ts'
import { forbidden } from '../../refusal.ts'
import { failure, relay, relayStatus } from '../answers.ts'
import { own } from './reading.ts'
import { ownFilters } from '../list-filters.ts'
import { queryValue, type Call, type Reply, type Route } from '../route.ts'

/** A change without a body whose query is fixed: start, stop, pause, … */
function verb(
  name: string,
  query: readonly string[] = [],
  build: (call: Call) => Record<string, string | number | undefined> = () => ({}),
): Route {
  return {
    method: 'POST',
    pattern: `/containers/{id}/${name}`,
    query,
    action: `container.${name}`,
    async handle(call) {
      const query = build(call)
      const container = await call.sandbox.directory.resolve('container', call.params[0]!)
      call.object = container.name
      const path = `/containers/${container.id}/${name}`
      const act = async () => relayStatus(call, await call.mutate({ method: 'POST', path, query }))
      return ['start', 'restart'].includes(name) ? startInQuota(call, container, act) : act()
    },
  }
}

const stopQuery = (call: Call) => ({ t: wholeNumber(call.query, 't', -1, 300), signal: signalOf(call) })

function signalOf(call: Call): string | undefined {
  return signal(queryValue(call, 'signal'), 'signal') || undefined
}

/** Changing containers. */
export const containerRoutes: Route[] = [
  {
    method: 'POST',
    pattern: '/containers/prune',
    query: ['filters'],
    action: 'container.prune',
    handle: prune,
  },
  verb('start', ['detachKeys']),
  verb('stop', ['t', 'signal'], stopQuery),
  verb('restart', ['t', 'signal'], stopQuery),
  verb('kill', ['signal'], (call) => ({ signal: signalOf(call) })),
  verb('pause'),
  verb('unpause'),
  {
    method: 'POST',
    pattern: '/containers/{id}/resize',
    query: ['h', 'w'],
    async handle(call) {
      const query = { h: wholeNumber(call.query, 'h', 1, 1000), w: wholeNumber(call.query, 'w', 1, 1000) }
      return relayStatus(
        call,
        await call.read({ method: 'POST', path: `/containers/${await own(call)}/resize`, query }),
      )
    },
  },
  {
    method: 'POST',
    pattern: '/containers/{id}/wait',
    query: ['condition'],
    stream: true,
    async handle(call) {
      const condition = queryValue(call, 'condition') || undefined
      if (condition && !['not-running', 'next-exit', 'removed'].includes(condition))
        throw forbidden(`condition=${condition}`)
      const path = `/containers/${await own(call)}/wait`
      const answer = await call.read({ method: 'POST', path, query: { condition } })
      if ((answer.statusCode ?? 500) >= 400) return failure(call, answer.statusCode!, await readText(answer))
      // The head goes out before the container ends: clients start it only then.
      return { kind: 'stream', status: 200, headers: { 'Content-Type': 'application/json' }, source: answer }
    },
  },
  {
    method: 'POST',
    pattern: '/containers/{id}/update',
    body: 'json',
    action: 'container.update',
    async handle(call) {
      const container = await call.sandbox.directory.resolve('container', call.params[0]!)
      call.object = container.name
      if (call.json instanceof Map) checkUpdateZeros(call.json)
      const body = buildUpdate(readBody(updateModel(call.sandbox), call.json), container)
      return relay(
        call,
        await call.mutate({ method: 'POST', path: `/containers/${container.id}/update`, body }),
        (answer) => answer,
      )
    },
  },
  {
    method: 'DELETE',
    pattern: '/containers/{id}',
    query: ['v', 'force', 'link'],
    action: 'container.remove',
    async handle(call) {
      if (isTrue(queryValue(call, 'link'))) throw forbidden('link')
      const query = {
        v: Number(isTrue(queryValue(call, 'v'))),
        force: Number(isTrue(queryValue(call, 'force'))),
      }
      return relayStatus(
        call,
        await call.mutate({ method: 'DELETE', path: `/containers/${await own(call)}`, query }),
      )
    },
  },
]

/** A task's container that has ended is in no sum of the quota: starting it by hand takes a place. */
async function startInQuota(
  { sandbox }: Call,
  { labels, row }: Owned<EngineContainer>,
  start: () => Promise<Reply>,
): Promise<Reply> {
  if (!serviceOf(labels) || isRunning(row)) return start()
  const memoryBytes = memoryOf(labels, sandbox.policy.limits.containerMemoryBytes)
  return sandbox.quotaLock.run(async () => {
    await checkCompute(sandbox, { containers: 1, memoryBytes, isService: false })
    return start()
  })
}

async function prune(call: Call): Promise<Reply> {
  const { filters } = ownFilters(call, ['label', 'label!', 'until'])
  for (const value of filters.get('until') ?? [])
    if (!/^[0-9A-Za-z:.+-]{1,40}$/.test(value)) throw forbidden('until')
  const answer = await call.mutate({
    method: 'POST',
    path: '/containers/prune',
    query: { filters: writeFilters(filters) },
  })
  return relay(call, answer, (body: object) => body)
}
