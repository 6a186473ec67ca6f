import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { probeOnce } from './http-probe.ts'
import { resolveByDns } from './resolve-host.ts'

const servers: Server[] = []
const serve = async (listener: RequestListener): Promise<number> => {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
/** Time stands still: a busy machine must not make this process look late. */
const clock = { now: () => 1_700_000_000_000 }
const probe = (port: number, timeoutMs = 5000, resolve = resolveByDns()) =>
  probeOnce({ url: new URL(`http://127.0.0.1:${port}/health`), expectStatus: 200, timeoutMs }, resolve, clock)

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

describe('one probe', () => {
  it('is good when the expected status comes', async () => {
    const answer = await probe(await serve((_, response) => response.end('ok')))
    expect(answer?.isGood).toBe(true)
    expect(answer?.endedAt).not.toBeNull()
  })

  it('is bad with an end when another status comes', async () => {
    const port = await serve((_, response) => response.writeHead(500).end())
    expect(await probe(port)).toEqual({ isGood: false, endedAt: expect.any(Number) })
  })

  it('is bad with an end when the connection is refused', async () => {
    const port = await serve(() => undefined)
    servers[0]?.close()
    expect((await probe(port))?.endedAt).not.toBeNull()
  })

  it('is bad without an end when nothing answers in time', async () => {
    expect(await probe(await serve(() => undefined), 100)).toEqual({ isGood: false, endedAt: null })
  })

  it('is bad when the body never ends, whatever the status said', async () => {
    const port = await serve((_, response) => response.writeHead(200).write('half'))
    expect(await probe(port, 300)).toEqual({ isGood: false, endedAt: null })
  })

  it('is bad without an end when the name server is silent', async () => {
    const never = () => new Promise<string>(() => undefined)
    expect(await probe(1, 100, never)).toEqual({ isGood: false, endedAt: null })
  })

  it('is unknown when this process was late itself: an answer may have waited unread', async () => {
    let now = 0
    const late = { now: () => (now += 5000) }
    const target = { url: new URL('http://127.0.0.1:1/'), expectStatus: 200, timeoutMs: 50 }
    const never = () => new Promise<string>(() => undefined)
    expect(await probeOnce(target, never, late)).toBeUndefined()
  })

  it('opens a new connection each time', async () => {
    let connections = 0
    const port = await serve((_, response) => response.end())
    servers[0]?.on('connection', () => (connections += 1))
    await probe(port)
    await probe(port)
    expect(connections).toBe(2)
  })
})
