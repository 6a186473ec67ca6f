import { malformed, Refusal } from '../refusal.ts'
import type { Route } from '../routes/route.ts'
import { parseJson, type Json, type JsonObject } from './json.ts'
import { parseQuery, type Query } from './query.ts'

/** Query and body of a request, as its route takes them. */
export type Input = { query: Query; json: Json | undefined }

/**
 * Reads query and body. dockerode writes the same options into both; such an echo is recognised and dropped: nothing
 * of it is read, let alone forwarded. Throws Refusal 400 or 403 for anything else that the route does not know.
 */
export function readInput(route: Route, rawQuery: string, body: Buffer | null): Input {
  const json = body && body.length > 0 ? parseJson(body) : undefined
  const members = json instanceof Map ? json : undefined
  const own = rawQuery
    .split('&')
    .filter((pair) => !isEcho(route, pair, members))
    .join('&')
  const query = parseQuery(own, new Set(route.multiple ?? []))
  for (const key of query.keys())
    if (!route.query?.includes(key)) throw new Refusal(403, `the query key ${key} is not accepted here`)
  if (route.body === 'json') return { query, json }
  if (json !== undefined && !(members && repeats(members, query))) throw malformed('this request has no body')
  return { query, json: undefined }
}

/** Whether a query pair only repeats a member of a JSON body that the route reads, under a key that is not its own. */
function isEcho(route: Route, pair: string, members: JsonObject | undefined): boolean {
  const key = pair.split('=')[0]!
  return route.body === 'json' && !route.query?.includes(key) && (members?.has(key) ?? false)
}

/** Whether a body says nothing that the query does not say (the empty object included). */
function repeats(members: JsonObject, query: Query): boolean {
  return [...members].every(([key, value]) => query.get(key)?.[0] === String(value))
}
