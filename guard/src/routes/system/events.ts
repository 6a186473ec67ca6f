import { isReserved, label } from '../../ownership/labels.ts'
import { parseFilters } from '../../parse/filters.ts'
import { forbidden } from '../../refusal.ts'
import type { Sandbox } from '../../sandbox.ts'
import { lines, relayStream } from '../answers.ts'
import { queryValue, type Call, type Route } from '../route.ts'

/** Kinds of objects that a sandbox has; events of the daemon, plugins, nodes and images are not its business. */
const types = ['container', 'network', 'volume', 'service', 'secret', 'config']
const filterKeys = [
  'container',
  'config',
  'event',
  'image',
  'label',
  'network',
  'scope',
  'secret',
  'service',
  'type',
  'volume',
  'daemon',
  'node',
  'plugin',
]
const moment = /^(\d{1,12}(\.\d{1,9})?)$/

type Message = {
  Type: string
  Action: string
  Actor: { ID: string; Attributes?: Record<string, string> }
  status?: string
  id?: string
  from?: string
  [key: string]: unknown
}

/**
 * `docker events`. The engine's label filter would drop networks, volumes and services (their events bear no labels),
 * so the engine filters by kind only and every message is judged here.
 */
export const eventRoutes: Route[] = [
  {
    method: 'GET',
    pattern: '/events',
    query: ['since', 'until', 'filters'],
    stream: true,
    async handle(call) {
      const asked = parseFilters(queryValue(call, 'filters'), filterKeys)
      const wanted = asked.get('type')
      const type = wanted ? types.filter((kind) => wanted.includes(kind)) : types
      const query = {
        since: momentOf(call, 'since'),
        until: momentOf(call, 'until'),
        filters: JSON.stringify({ type: type.length > 0 ? type : ['none'] }),
      }
      const answer = await call.read({ method: 'GET', path: '/events', query })
      return relayStream(call, answer, (source) => own(call.sandbox, source, asked))
    },
  },
]

function momentOf(call: Call, key: string): string | undefined {
  const value = queryValue(call, key)
  if (value && !moment.test(value)) throw forbidden(`${key}=${value}`)
  return value || undefined
}

async function* own(
  sandbox: Sandbox,
  source: AsyncIterable<Buffer>,
  asked: Map<string, string[]>,
): AsyncGenerator<Buffer> {
  for await (const line of lines(source)) {
    if (line.trim() === '') continue
    const shown = visible(sandbox, JSON.parse(line) as Message)
    if (shown && isWanted(shown, asked)) yield Buffer.from(`${JSON.stringify(shown)}\n`)
  }
}

/** The message as the sandbox sees it, or null when it is not about one of its objects. */
export function visible({ names, policy, images }: Sandbox, message: Message): Message | null {
  const attributes = message.Actor.Attributes ?? {}
  const isOwn =
    message.Type === 'container'
      ? attributes[label.sandbox] === policy.sandboxId && attributes[label.role] === 'learner'
      : (attributes.name ?? message.Actor.ID).startsWith(names.prefix)
  if (!types.includes(message.Type) || !isOwn) return null
  const shownImage =
    attributes[label.image] ?? (attributes.image ? (images.toName(attributes.image) ?? '') : undefined)
  const shown = Object.fromEntries(
    Object.entries(attributes)
      .filter(([key]) => !isReserved(key) || key.startsWith('com.docker.swarm.'))
      .filter(([key]) => key !== 'com.docker.swarm.node.id')
      .map(([key, value]) => [key, key === 'image' ? (shownImage ?? '') : names.scrub(value)]),
  )
  return {
    ...message,
    Actor: { ID: names.toShort(message.Actor.ID), Attributes: shown },
    ...(message.id ? { id: names.toShort(message.id) } : {}),
    ...(message.from ? { from: shownImage ?? '' } : {}),
  }
}

/** The client's filters, over what it may see: by kind of object its id or name, by event its action, by label. */
function isWanted({ Type, Action, Actor }: Message, asked: Map<string, string[]>): boolean {
  const attributes = Actor.Attributes ?? {}
  for (const [key, values] of asked) {
    if (key === 'event' && !values.some((value) => Action === value || Action.startsWith(`${value}:`)))
      return false
    if (key === 'label' && !values.every((value) => hasLabel(attributes, value))) return false
    if (key === 'image' && !values.includes(attributes.image ?? '')) return false
    if (!types.includes(key)) continue
    if (
      key !== Type ||
      !values.some((value) => value === attributes.name || (value !== '' && Actor.ID.startsWith(value)))
    )
      return false
  }
  return true
}

function hasLabel(attributes: Record<string, string>, wanted: string): boolean {
  const [key = '', value] = wanted.split(/=(.*)/s)
  return Object.hasOwn(attributes, key) && (value === undefined || attributes[key] === value)
}
