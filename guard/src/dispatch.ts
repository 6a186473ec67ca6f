import type { IncomingMessage } from 'node:http'
import type { Begun, Intent, Spool } from './events/spool.ts'
import { readInput } from './parse/input.ts'
import { Refusal, forbidden, malformed } from './refusal.ts'
import type { Call, Reply, Route } from './routes/route.ts'
import { findRoute } from './routes/table.ts'
import type { Sandbox } from './sandbox.ts'
import type { Framing, Head } from './wire/head.ts'
import type { Target } from './wire/target.ts'

/** Whose socket a request came in on. */
export type Listener = { sandbox: Sandbox; isJudge: boolean }
export type Matched = { route: Route; params: string[] }

/** Counts a request before anything of it is looked at: refusing costs, too. Throws Refusal 429. */
export function admitRate({ sandbox, isJudge }: Listener): void {
  sandbox.rates[isJudge ? 'judge' : 'learner'].take()
}

/** What the head alone decides: route, fence, media type. Nothing of the body has been read. Throws Refusal. */
export function admit(listener: Listener, head: Head, target: Target, framing: Framing): Matched {
  const { sandbox, isJudge } = listener
  const matched = findRoute(head.method, target.segments)
  if (!matched)
    throw new Refusal(
      403,
      `${head.method} ${target.segments.join('/').slice(0, 100)} is not open in this sandbox`,
    )
  const { route } = matched
  const isReading = route.method === 'GET' || route.method === 'HEAD'
  if (isJudge && !isReading) throw forbidden('changing anything through the judge socket')
  if (!isReading) checkFence(sandbox)
  checkUpgrade(head, route)
  checkMediaType(head, route, framing)
  return matched
}

function checkFence({ policy }: Sandbox): void {
  if (policy.phase === 'fenced')
    throw new Refusal(403, 'this sandbox is being terminated; nothing can be changed')
}

function checkUpgrade({ headers }: Head, route: Route): void {
  const upgrade = headers.get('upgrade')
  const tokens = (headers.get('connection') ?? '')
    .toLowerCase()
    .split(',')
    .map((token) => token.trim())
  if (headers.has('http2-settings')) throw malformed('HTTP/2 is not spoken here')
  if (upgrade === undefined && !tokens.includes('upgrade')) return
  if (!route.hijack || upgrade?.toLowerCase() !== 'tcp' || !tokens.includes('upgrade'))
    throw forbidden('Upgrade on this route')
}

function checkMediaType({ headers, method }: Head, route: Route, framing: Framing): void {
  const type = (headers.get('content-type') ?? '').toLowerCase().replace(/\s/g, '')
  if (/urlencoded|multipart/.test(type)) throw new Refusal(415, `the content type ${type} is not accepted`)
  const hasBody = framing.kind !== 'none'
  if (!hasBody) return
  if (method === 'GET' || method === 'HEAD') throw malformed(`a ${method} has no body`)
  if (route.body === 'tar') {
    // The docker CLI names its archives text/plain; the bytes are judged, not their name.
    if (
      !['', 'application/x-tar', 'application/octet-stream', 'application/tar', 'text/plain'].includes(type)
    )
      throw new Refusal(415, `the content type ${type} is not accepted`)
    return
  }
  if (!['application/json', 'application/json;charset=utf-8'].includes(type))
    throw new Refusal(415, 'the content type must be application/json')
}

/** A judged request: the route's answer, with its mutation in the spool. */
export class Dispatch {
  private readonly listener: Listener
  private readonly spool: Spool
  private readonly route: Route
  private begun: Begun | null = null
  readonly call: Call

  constructor(
    listener: Listener,
    spool: Spool,
    { route, params }: Matched,
    target: Target,
    body: Buffer | AsyncIterable<Buffer>,
    signal: AbortSignal,
    hasUpgrade: boolean,
  ) {
    this.listener = listener
    this.spool = spool
    this.route = route
    const { sandbox, isJudge } = listener
    if (Buffer.isBuffer(body)) sandbox.bodies.take(body.length)
    const { query, json } = readInput(route, target.query, Buffer.isBuffer(body) ? body : null)
    this.call = {
      sandbox,
      isJudge,
      params,
      query,
      json,
      bytes: Buffer.isBuffer(body) ? null : body,
      hasUpgrade,
      signal,
      object: null,
      ports: undefined,
      read: (request) => sandbox.engine.forward({ ...request, signal }),
      mutate: (request) => this.mutate(() => sandbox.engine.forward(request)),
    }
  }

  /** Runs the route. A refusal of a recorded route is an event too: a hand was raised. */
  async run(): Promise<Reply> {
    try {
      return await this.route.handle(this.call)
    } catch (error) {
      if (error instanceof Refusal && this.route.action && !this.begun) await this.refused(error.status)
      throw error
    }
  }

  /** Records the intent, acts, records the outcome. A fence that fell meanwhile still holds. */
  async mutate<T extends IncomingMessage | { status: number }>(act: () => Promise<T>): Promise<T> {
    if (!this.route.action) throw new Error(`${this.route.pattern} changes something and has no action`)
    return this.listener.sandbox.mutations.run(() => this.record(act))
  }

  private async record<T extends IncomingMessage | { status: number }>(act: () => Promise<T>): Promise<T> {
    const { spool, listener } = this
    checkFence(listener.sandbox)
    const begun = await spool.begin(this.intent())
    this.begun = begun
    try {
      // The fence may have fallen while the intent was written.
      checkFence(listener.sandbox)
      const answer = await act()
      void spool.complete(begun, statusOf(answer))
      return answer
    } catch (error) {
      await spool.complete(begun, error instanceof Refusal ? error.status : 500)
      throw error
    }
  }

  private intent(): Intent {
    const { policy } = this.listener.sandbox
    const { object, ports } = this.call
    return {
      at: Date.now(),
      sandboxId: policy.sandboxId,
      actor: this.listener.isJudge ? 'judge' : policy.phase === 'setup' ? 'setup' : 'learner',
      method: this.route.method,
      route: `${this.route.method} ${this.route.pattern.replace('*}', '}')}`,
      object,
      action: this.route.action!,
      ...(ports ? { ports: ports.map(({ target, published }) => ({ target, published })) } : {}),
    }
  }

  private async refused(status: number): Promise<void> {
    try {
      await this.spool.complete(await this.spool.begin({ ...this.intent(), ports: undefined }), status)
    } catch {
      // A refusal that cannot be recorded stays a refusal.
    }
  }
}

const statusOf = (answer: IncomingMessage | { status: number }): number =>
  'status' in answer ? answer.status : (answer.statusCode ?? 500)
