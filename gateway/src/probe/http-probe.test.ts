import { createServer, Server as HttpServer, type RequestListener } from 'node:http'
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { httpProbe } from './http-probe.ts'
import { resolveByDns } from './resolve-host.ts'

const servers: Server[] = []
const listen = async (server: Server): Promise<number> => {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
const serve = (listener: RequestListener): Promise<number> => listen(createServer(listener))
/** A server that answers with exactly these bytes and ends the connection. */
const serveBytes = (bytes: string): Promise<number> =>
  listen(
    createTcpServer((socket) => {
      socket.on('error', () => undefined)
      socket.once('data', () => socket.end(bytes))
    }),
  )
/** Time stands still: a busy machine must not make this process look late. */
const clock = { now: () => 1_700_000_000_000, steppedMs: 0, steps: [] }
const probe = (port: number, timeoutMs = 5000, resolve = resolveByDns()) =>
  httpProbe(
    { url: new URL(`http://127.0.0.1:${port}/health`), expectStatus: 200, timeoutMs },
    resolve,
    clock,
  )()

afterEach(() => {
  for (const server of servers.splice(0)) {
    if (server instanceof HttpServer) server.closeAllConnections()
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
    const late = { now: () => (now += 5000), steppedMs: 0, steps: [] }
    const target = { url: new URL('http://127.0.0.1:1/'), expectStatus: 200, timeoutMs: 50 }
    const never = () => new Promise<string>(() => undefined)
    expect(await httpProbe(target, never, late)()).toBeUndefined()
  })

  it.each([
    ['of a known length', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'],
    ['in chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n'],
    ['until the end of the connection', 'HTTP/1.1 200 OK\r\n\r\nok'],
    ['after an interim answer', 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'],
    ['of HTTP/1.0', 'HTTP/1.0 200 OK\r\n\r\nok'],
    ['longer than is read', `HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\n${'x'.repeat(70_000)}`],
  ])('is good with a whole answer %s', async (_, bytes) => {
    expect(await probe(await serveBytes(bytes))).toEqual({ isGood: true, endedAt: expect.any(Number) })
  })

  it.each([
    ['a body that breaks off', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok'],
    ['chunks that break off', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nok'],
    ['a chunk whose length is no number', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nok\r\n\r\n'],
    ['a head that breaks off', 'HTTP/1.1 200 OK\r\nContent-Le'],
    ['an interim answer alone', 'HTTP/1.1 100 Continue\r\n\r\n'],
    ['a head that never ends', `HTTP/1.1 200 OK\r\n${'X-Long: header\r\n'.repeat(20_000)}`],
    ['no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['nothing', ''],
  ])('is bad with an end when the answer is %s', async (_, bytes) => {
    expect(await probe(await serveBytes(bytes))).toEqual({ isGood: false, endedAt: expect.any(Number) })
  })

  it('is good without a body where the status has none, though the connection stays open', async () => {
    const port = await serve((_, response) => response.writeHead(204, { connection: 'keep-alive' }).end())
    const target = { url: new URL(`http://127.0.0.1:${port}/`), expectStatus: 204, timeoutMs: 5000 }
    expect((await httpProbe(target, resolveByDns(), clock)())?.isGood).toBe(true)
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
