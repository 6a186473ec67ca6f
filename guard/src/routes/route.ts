import type { IncomingMessage } from 'node:http'
import type { EngineRequest } from '../engine/engine.ts'
import type { Json } from '../parse/json.ts'
import type { Query } from '../parse/query.ts'
import type { Port } from '../models/ports.ts'
import type { Sandbox } from '../sandbox.ts'

/** What a route gives back; the wire writes it. */
export type Reply =
  | { kind: 'json'; status: number; body: unknown }
  | { kind: 'bytes'; status: number; headers: Record<string, string>; body: Buffer }
  | { kind: 'stream'; status: number; headers: Record<string, string>; source: AsyncIterable<Buffer> }
  | { kind: 'hijack'; request: EngineRequest }

/** One request on its way through the guard: parsed, not yet judged by its route. */
export type Call = {
  readonly sandbox: Sandbox
  readonly isJudge: boolean
  /** What the pattern's `{…}` matched, in order. */
  readonly params: string[]
  readonly query: Query
  readonly json: Json | undefined
  /** Body of a `tar` route, unread. */
  readonly bytes: AsyncIterable<Buffer> | null
  readonly hasUpgrade: boolean
  readonly signal: AbortSignal
  /** Short name of what the request touches, for the event. */
  object: string | null
  ports: Port[] | undefined
  /** Sends a reading request to the engine. */
  read(request: Omit<EngineRequest, 'signal'>): Promise<IncomingMessage>
  /** Records the intent durably, then sends a changing request. Throws Refusal 503 when it cannot be recorded. */
  mutate(request: Omit<EngineRequest, 'signal'>): Promise<IncomingMessage>
}

export type Route = {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE'
  /** `{id}` is one segment, `{name*}` one to four (image names hold slashes). */
  pattern: string
  /** Query keys that may appear; anything else is refused. */
  query?: readonly string[]
  /** Keys of `query` that may appear more than once. */
  multiple?: readonly string[]
  /** Kind of body. Without it, only an empty body or `{}` passes. */
  body?: 'json' | 'tar'
  /** Bytes that a JSON body has at most, when that is more than usual. */
  maxBytes?: number
  /** The verb of a mutation for the hands-off verdict; a route without it is not recorded. */
  action?: string
  /** Becomes a raw two-way stream, with or without an Upgrade header. */
  hijack?: boolean
  /** Occupies one of the sandbox's streams for as long as it is open. */
  stream?: boolean
  handle(call: Call): Promise<Reply>
}

/** First value of a query key. */
export const queryValue = (call: Call, key: string) => call.query.get(key)?.[0]
