import { mkdtemp, mkdir, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { GuardEvent } from '@noops-dojo/contracts'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { MemoryLog } from '../../testing/fakes/memory-log.ts'
import { UnixSandboxGuard } from './unix-sandbox-guard.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

let dataDir: string
let server: Server | undefined
let guard: UnixSandboxGuard

const serve = async (handler: Handler): Promise<void> => {
  server = createServer(handler)
  await new Promise<void>((resolve) => server?.listen(join(dataDir, 'guard/control.sock'), resolve))
}
const close = async (): Promise<void> => {
  server?.closeAllConnections()
  await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)))
}
const event = (seq: number): GuardEvent => ({
  seq,
  at: seq,
  sandboxId: 'sandbox001',
  actor: 'learner',
  method: 'POST',
  route: 'POST /services/create',
  object: 'web',
  action: 'service.create',
  status: 201,
})

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'dojo-guard-'))
  await mkdir(join(dataDir, 'guard'))
  guard = new UnixSandboxGuard(dataDir, new MemoryLog())
})
afterEach(async () => {
  await close()
  await rm(dataDir, { recursive: true, force: true })
})

describe('the guard over its control socket', () => {
  it('is away, with the reason, when nothing listens', async () => {
    await expect(guard.health()).rejects.toMatchObject({
      code: 'GUARD_AWAY',
      message: expect.stringContaining('ENOENT') as string,
    })
  })

  it('sends the contract’s requests', async () => {
    const seen: string[] = []
    await serve((request, response) => {
      let body = ''
      request.on('data', (piece) => (body += String(piece)))
      request.on('end', () => {
        seen.push(`${request.method} ${request.url} ${body}`)
        if (request.url === '/v1/sandboxes' && request.method === 'GET')
          return response.end('{"ids":["sandbox001"]}')
        response.writeHead(204).end()
      })
    })
    await guard.setPhase('sandbox001', 'fenced')
    await guard.close('sandbox001')
    expect(await guard.listOpen()).toEqual(['sandbox001'])
    expect(seen).toEqual([
      'POST /v1/sandboxes/sandbox001/phase {"phase":"fenced"}',
      'DELETE /v1/sandboxes/sandbox001 ',
      'GET /v1/sandboxes ',
    ])
  })

  it('says what the guard refused', async () => {
    await serve((_, response) => response.writeHead(400).end('bad policy'))
    await expect(guard.setPhase('sandbox001', 'open')).rejects.toMatchObject({
      code: 'GUARD_AWAY',
      message: expect.stringContaining('400: bad policy') as string,
    })
  })

  it('follows events across a broken stream, each once, and repeats one that the listener could not take', async () => {
    let connections = 0
    await serve((request, response) => {
      connections += 1
      const after = Number(new URL(request.url ?? '', 'http://guard').searchParams.get('after'))
      for (const seq of [1, 2, 3, 4].filter((seq) => seq > after))
        response.write(`${JSON.stringify(event(seq))}\n`)
      if (connections === 1) setTimeout(() => response.destroy(), 20)
    })
    const seen: number[] = []
    let hasFailed = false
    const leave = guard.follow(1, async ({ seq }) => {
      if (seq === 3 && !hasFailed) {
        hasFailed = true
        throw new Error('database away')
      }
      seen.push(seq)
    })
    await vi.waitFor(() => expect(seen).toEqual([2, 3, 4]), { timeout: 5_000 })
    leave()
    expect(connections).toBeGreaterThan(1)
  })
})
