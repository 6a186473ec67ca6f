import { chmodSync, mkdirSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { dirname } from 'node:path'
import { guardPhase, guardPolicy, type GuardHealth } from '@noops-dojo/contracts/guard'
import { z } from 'zod'
import type { Guard } from '../guard.ts'
import { malformed, Refusal } from '../refusal.ts'

const maxBodyBytes = 256 * 1024
const phaseBody = z.strictObject({ phase: guardPhase })
const idPath = /^\/v1\/sandboxes\/([a-z][a-z0-9]{9})(\/phase)?$/

/** Serves the control API of contracts/src/platform/guard.ts on a unix socket that only the platform's user can reach. */
export function listenForControl(guard: Guard, socketPath: string): Promise<Server> {
  mkdirSync(dirname(socketPath), { recursive: true, mode: 0o700 })
  rmSync(socketPath, { force: true })
  const server = createServer((request, response) => {
    handle(guard, request, response).catch((error: unknown) => fail(response, error))
  })
  return new Promise((resolve, reject) => {
    server.on('error', reject)
    server.listen(socketPath, () => {
      chmodSync(socketPath, 0o600)
      resolve(server)
    })
  })
}

async function handle(guard: Guard, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path = '', query = ''] = (request.url ?? '').split('?')
  const key = `${request.method} ${path}`
  if (key === 'GET /v1/health') return send(response, 200, await health(guard))
  if (key === 'GET /v1/sandboxes') return send(response, 200, { ids: guard.ids })
  if (key === 'GET /v1/events') return events(guard, query, request, response)
  if (key === 'GET /metrics') return metrics(guard, response)
  const [, id, phase] = idPath.exec(path) ?? []
  if (!id) throw new Refusal(404, `no such control route: ${key}`)
  if (request.method === 'PUT' && !phase) {
    const policy = guardPolicy.parse(await body(request))
    if (policy.sandboxId !== id) throw malformed('the policy is for another sandbox')
    await guard.put(policy)
  } else if (request.method === 'POST' && phase)
    await guard.setPhase(id, phaseBody.parse(await body(request)).phase)
  else if (request.method === 'DELETE' && !phase) await guard.remove(id)
  else throw new Refusal(404, `no such control route: ${key}`)
  response.writeHead(204).end()
}

async function health(guard: Guard): Promise<GuardHealth> {
  const engineVersion = await guard.engine.ping()
  return {
    status: engineVersion ? 'ok' : 'engine-away',
    sandboxes: guard.ids.length,
    engineVersion,
    lastSeq: guard.spool.lastSeq,
  }
}

/** Follows the spool as NDJSON. An empty line every 15 s shows the reader that the stream lives. */
async function events(
  guard: Guard,
  query: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const after = Number(/^(?:.*&)?after=(\d{1,15})(?:&|$)/.exec(query)?.[1] ?? 0)
  const gone = new AbortController()
  request.on('close', () => gone.abort())
  response.on('close', () => gone.abort())
  response.writeHead(200, { 'Content-Type': 'application/x-ndjson' })
  response.flushHeaders()
  const pulse = setInterval(() => response.write('\n'), 15_000)
  try {
    const gap = guard.watch.gap.bind(guard.watch)
    for await (const event of guard.spool.follow(after, gone.signal, gap))
      if (!response.write(`${JSON.stringify(event)}\n`))
        await new Promise((resolve) => response.once('drain', resolve).once('close', resolve))
  } finally {
    clearInterval(pulse)
    response.end()
  }
}

async function metrics(guard: Guard, response: ServerResponse): Promise<void> {
  response
    .writeHead(200, { 'Content-Type': guard.watch.registry.contentType })
    .end(await guard.watch.registry.metrics())
}

async function body(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request) {
    size += (part as Buffer).length
    if (size > maxBodyBytes) throw new Refusal(413, 'the body is too large')
    parts.push(part as Buffer)
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'))
  } catch {
    throw malformed('the body is not JSON')
  }
}

function send(response: ServerResponse, status: number, content: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(content))
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) return void response.destroy()
  if (error instanceof Refusal) return send(response, error.status, { message: error.message })
  if (error instanceof z.ZodError) return send(response, 400, { message: z.prettifyError(error) })
  send(response, 500, { message: (error as Error).message })
}
