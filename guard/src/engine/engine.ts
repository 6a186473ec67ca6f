import { Agent, request as httpRequest, type IncomingMessage } from 'node:http'
import type { TokenBucket } from '../quota/rate.ts'
import { unavailable } from '../refusal.ts'

/** One request to the engine, built by the guard from nothing but its own models. */
export type EngineRequest = {
  method: string
  /** Path below the API version, as `/containers/json`. */
  path: string
  query?: Record<string, string | number | undefined> | [string, string][]
  body?: unknown
  /** A stream of bytes instead of a JSON body (archives). */
  stream?: AsyncIterable<Buffer>
  signal?: AbortSignal
  /** Milliseconds until the head of the answer must be there; unlimited when absent. */
  timeoutMs?: number
}

/** The guard's own look-ups carry another agent name than requests made for a client, so a stub can tell them apart. */
const lookupAgent = 'noops-dojo-guard/lookup'
const clientAgent = 'noops-dojo-guard'

/** API 1.41 is what the models were written for; an engine that no longer speaks it gets its own oldest. */
const preferredMinor = 41
const lookupTimeoutMs = 15_000

export type EngineVersion = { version: string; minor: number; raw: Record<string, unknown> }

/** Sixteen configs of 500 KB are 11 MB in a list; nothing else that one sandbox may have comes near this. */
const maxAnswerBytes = 16 * 1024 * 1024
/** Who pays for the bytes of an answer that is read whole. */
const payers = new WeakMap<IncomingMessage, TokenBucket>()

/** Client of the Docker Engine over its unix socket, with kept-alive connections. */
export class Engine {
  readonly socketPath: string
  private readonly agent: Agent
  private readonly payer: TokenBucket | undefined
  private known: EngineVersion | null = null

  constructor(socketPath: string, shared?: { agent: Agent; payer: TokenBucket }) {
    this.socketPath = socketPath
    this.agent = shared?.agent ?? new Agent({ keepAlive: true, maxFreeSockets: 32 })
    this.payer = shared?.payer
  }

  /**
   * The same engine for one sandbox, which pays for what is read whole: an answer costs the guard memory and time for
   * every byte, and a sandbox can make its own objects large.
   */
  paidBy(payer: TokenBucket): Engine {
    return new Engine(this.socketPath, { agent: this.agent, payer })
  }

  /** Engine version and the API minor spoken with it; asked once and after every failure. Throws Refusal 503. */
  async version(): Promise<EngineVersion> {
    if (this.known) return this.known
    const answer = await this.send(
      { method: 'GET', path: '/version', timeoutMs: lookupTimeoutMs },
      lookupAgent,
      '',
    )
    const raw = (await readJson(answer)) as Record<string, string>
    const floor = Number(raw.MinAPIVersion?.split('.')[1] ?? 0)
    this.known = { version: raw.Version ?? 'unknown', minor: Math.max(preferredMinor, floor), raw }
    return this.known
  }

  get lastVersion(): EngineVersion | null {
    return this.known
  }

  /** A look-up of the guard's own: JSON, or null on 404. Throws Refusal 503 when the engine is away or refuses. */
  async lookup<T>(path: string, query?: EngineRequest['query']): Promise<T | null> {
    const prefix = await this.prefix()
    const answer = await this.send(
      { method: 'GET', path, query, timeoutMs: lookupTimeoutMs },
      lookupAgent,
      prefix,
    )
    const body = await readJson(answer)
    if (answer.statusCode === 404) return null
    if (answer.statusCode !== 200) throw unavailable(`the engine answered ${answer.statusCode} to a look-up`)
    return body as T
  }

  /** A change that the guard makes on its own behalf (a second network, a clean-up). Gives the status. */
  async act(request: EngineRequest): Promise<{ status: number; body: unknown }> {
    const answer = await this.send({ timeoutMs: 60_000, ...request }, lookupAgent, await this.prefix())
    return { status: answer.statusCode ?? 500, body: await readJson(answer) }
  }

  /** The client's request, rebuilt. The answer's body is unread. Throws Refusal 503 when the engine is away. */
  async forward(request: EngineRequest): Promise<IncomingMessage> {
    return this.send(request, clientAgent, await this.prefix())
  }

  /** `/v1.41`: the version in front of every path. */
  async prefix(): Promise<string> {
    return `/v1.${(await this.version()).minor}`
  }

  /** Version of the engine if it answers now, else null. Never throws. */
  async ping(): Promise<string | null> {
    this.known = null
    return this.version().then(
      ({ version }) => version,
      () => null,
    )
  }

  close(): void {
    this.agent.destroy()
  }

  private async send(request: EngineRequest, userAgent: string, prefix: string): Promise<IncomingMessage> {
    try {
      return await this.attempt(request, userAgent, prefix)
    } catch (error) {
      if (request.signal?.aborted) throw error
      // A kept-alive socket that the engine closed meanwhile: reading again is harmless, writing again is not.
      const isStale = (error as { isReused?: boolean }).isReused && request.method === 'GET'
      if (isStale) return this.attempt(request, userAgent, prefix).catch((again) => this.fail(again))
      return this.fail(error)
    }
  }

  private fail(error: unknown): never {
    this.known = null
    const code = (error as NodeJS.ErrnoException).code ?? (error as Error).message
    throw unavailable(
      `Cannot connect to the Docker daemon through the guard (${code}). Is the engine running?`,
    )
  }

  private attempt(request: EngineRequest, userAgent: string, prefix: string): Promise<IncomingMessage> {
    const body = request.body === undefined ? undefined : JSON.stringify(request.body)
    const headers: Record<string, string | number> = { Host: 'docker', 'User-Agent': userAgent }
    headers.Accept = 'application/json'
    if (body !== undefined) headers['Content-Type'] = 'application/json'
    if (request.stream) headers['Content-Type'] = 'application/x-tar'
    if (body !== undefined) headers['Content-Length'] = Buffer.byteLength(body)
    else if (!request.stream && request.method !== 'GET' && request.method !== 'HEAD')
      headers['Content-Length'] = 0
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest({
        agent: this.agent,
        socketPath: this.socketPath,
        method: request.method,
        path: prefix + request.path + queryString(request.query),
        headers,
        signal: request.signal,
      })
      const timer = request.timeoutMs
        ? setTimeout(() => outgoing.destroy(new Error('no answer in time')), request.timeoutMs)
        : undefined
      outgoing.on('response', (answer) => {
        clearTimeout(timer)
        // What a change came to is told in any case.
        if (this.payer && request.method === 'GET') payers.set(answer, this.payer)
        resolve(answer)
      })
      outgoing.on('error', (error) => {
        clearTimeout(timer)
        reject(Object.assign(error, { isReused: outgoing.reusedSocket }))
      })
      if (request.stream) void sendStream(request.stream, outgoing)
      else outgoing.end(body)
    })
  }
}

/** Waits until more may be written, or nothing ever will; a long upload leaves no listeners. */
function drained(outgoing: import('node:http').ClientRequest): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      outgoing.off('drain', go).off('close', go)
      resolve()
    }
    outgoing.on('drain', go).on('close', go)
  })
}

async function sendStream(
  stream: AsyncIterable<Buffer>,
  outgoing: import('node:http').ClientRequest,
): Promise<void> {
  try {
    for await (const chunk of stream) if (!outgoing.write(chunk)) await drained(outgoing)
    outgoing.end()
  } catch (error) {
    outgoing.destroy(error as Error)
  }
}

export function queryString(query: EngineRequest['query']): string {
  if (!query) return ''
  const entries = Array.isArray(query)
    ? query
    : Object.entries(query).filter(([, value]) => value !== undefined)
  if (entries.length === 0) return ''
  return '?' + entries.map(([key, value]) => `${key}=${encodeURIComponent(String(value))}`).join('&')
}

/** Reads an answer to its end. Throws Refusal 503 when it is larger than 16 MiB, 429 when the sandbox read too much. */
export async function readText(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of answer as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > maxAnswerBytes) throw unavailable('what the engine answers is larger than 16 MiB')
    payers.get(answer)?.take(part.length)
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

async function readJson(answer: IncomingMessage): Promise<unknown> {
  const text = await readText(answer)
  try {
    return text === '' ? null : JSON.parse(text)
  } catch {
    return { message: text }
  }
}
