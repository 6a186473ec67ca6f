import { createServer, request, type IncomingHttpHeaders, type Server } from 'node:http'
import { createServer as createNetServer, type AddressInfo } from 'node:net'
import type { FromGateway, ProbeSample } from '@noops-dojo/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { startGateway, type RunningGateway } from './gateway.ts'

const token = 'a-token-for-the-test'
let gateway: RunningGateway
let app: Server
let seen: IncomingHttpHeaders = {}
const appPort = () => (app.address() as AddressInfo).port

beforeAll(async () => {
  app = createServer((incoming, response) => {
    // Probes of other tests go on; only previews are looked at.
    if (incoming.url !== '/health') seen = incoming.headers
    response.writeHead(incoming.url === '/missing' ? 404 : 200, { 'x-app': 'yes', 'keep-alive': 'timeout=9' })
    response.end(`hello ${incoming.url}`)
  })
  const echo = new WebSocketServer({ noServer: true })
  app.on('upgrade', (incoming, socket, head) =>
    echo.handleUpgrade(incoming, socket, head, (client) =>
      client.on('message', (data) => client.send(`echo ${data}`)),
    ),
  )
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve))
  const resolveHost = async (host: string) => {
    if (host === 'sabcdefghij-gone') throw new Error('ENOTFOUND')
    return '127.0.0.1'
  }
  gateway = await startGateway({ token, bind: '127.0.0.1', port: 0, resolveHost })
})
afterAll(async () => {
  await gateway.close()
  app.closeAllConnections()
  app.close()
})

const connect = async (): Promise<{ socket: WebSocket; messages: FromGateway[] }> => {
  const socket = new WebSocket(`ws://127.0.0.1:${gateway.port}/control`, {
    headers: { authorization: `Bearer ${token}` },
  })
  const messages: FromGateway[] = []
  socket.on('message', (data) => messages.push(JSON.parse(String(data)) as FromGateway))
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  return { socket, messages }
}
const eventually = async <T>(find: () => T | undefined): Promise<T> => {
  for (let i = 0; i < 200; i += 1) {
    const found = find()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('it did not happen')
}
const get = (path: string, headers: Record<string, string> = { authorization: `Preview ${token}` }) =>
  new Promise<{ status: number; body: string; headers: IncomingHttpHeaders }>((resolve, reject) => {
    request({ host: '127.0.0.1', port: gateway.port, path, headers }, (response) => {
      let body = ''
      response.on('data', (chunk) => (body += chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body, headers: response.headers }))
    })
      .on('error', reject)
      .end()
  })
const probe = (name: string) => ({
  sandboxId: 'abcdefghij',
  name,
  url: `http://sabcdefghij-web:${appPort()}/health`,
  expectStatus: 200,
  everyMs: 20,
  timeoutMs: 500,
})

describe('the control channel', () => {
  it('wants the token', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${gateway.port}/control`, {
      headers: { authorization: 'Bearer no' },
    })
    await expect(
      new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject)),
    ).rejects.toThrow('401')
  })

  it('pushes samples to every connected server and keeps them for a later fetch', async () => {
    const first = await connect()
    const second = await connect()
    first.socket.send(
      JSON.stringify({ type: 'set-probes', id: 1, sandboxId: 'abcdefghij', probes: [probe('shop')] }),
    )
    for (const { messages } of [first, second])
      await eventually(() => messages.find((m) => m.type === 'samples'))
    first.socket.send(
      JSON.stringify({
        type: 'fetch-samples',
        id: 2,
        sandboxId: 'abcdefghij',
        name: 'shop',
        from: 0,
        to: 1e15,
      }),
    )
    const done = await eventually(() => first.messages.find((m) => m.type === 'done' && m.id === 2))
    const samples = (done.type === 'done' ? done.result : []) as ProbeSample[]
    expect(samples.length).toBeGreaterThan(1)
    expect(samples.every(([, good]) => good === 1)).toBe(true)
    first.socket.close()
    second.socket.close()
  })

  it('goes on probing while no server is connected, and an unchanged probe keeps its samples', async () => {
    const before = await connect()
    const set = (id: number) =>
      JSON.stringify({ type: 'set-probes', id, sandboxId: 'abcdefghij', probes: [probe('alone')] })
    before.socket.send(set(1))
    await eventually(() => before.messages.find((m) => m.type === 'done'))
    before.socket.terminate()
    const leftAt = Date.now()
    await new Promise((resolve) => setTimeout(resolve, 300))
    const after = await connect()
    after.socket.send(set(2))
    after.socket.send(
      JSON.stringify({
        type: 'fetch-samples',
        id: 3,
        sandboxId: 'abcdefghij',
        name: 'alone',
        from: leftAt,
        to: 1e15,
      }),
    )
    const done = await eventually(() => after.messages.find((m) => m.type === 'done' && m.id === 3))
    expect((done.type === 'done' ? (done.result as unknown[]) : []).length).toBeGreaterThan(3)
    after.socket.close()
  })

  it('answers nonsense with a failure and stays up', async () => {
    const { socket, messages } = await connect()
    socket.send('{')
    socket.send(JSON.stringify({ type: 'set-probes', id: 7, sandboxId: 'abcdefghij', probes: [{}] }))
    await eventually(() => messages.find((m) => m.type === 'failed' && m.id === 7))
    socket.send(JSON.stringify({ type: 'list', id: 8 }))
    await eventually(() => messages.find((m) => m.type === 'done' && m.id === 8))
    socket.close()
  })

  it('makes an HTTP check and says what went wrong', async () => {
    const { socket, messages } = await connect()
    const url = `http://127.0.0.1:${appPort()}/missing`
    socket.send(JSON.stringify({ type: 'http-check', id: 9, url, timeoutMs: 1000 }))
    const done = await eventually(() => messages.find((m) => m.type === 'done' && m.id === 9))
    expect(done).toMatchObject({ result: { status: 404, body: 'hello /missing', error: null } })
    socket.send(JSON.stringify({ type: 'http-check', id: 10, url: 'http://127.0.0.1:1/', timeoutMs: 1000 }))
    const failed = await eventually(() => messages.find((m) => m.type === 'done' && m.id === 10))
    expect(failed).toMatchObject({ result: { status: null, error: 'ECONNREFUSED' } })
    socket.send(JSON.stringify({ type: 'http-check', id: 11, url, timeoutMs: 1000, maxBytes: 5 }))
    const cut = await eventually(() => messages.find((m) => m.type === 'done' && m.id === 11))
    expect(cut).toMatchObject({ result: { status: 404, body: 'hello' } })
    socket.close()
  })
})

describe('a preview', () => {
  it('reaches the app without the platform’s token or hop-by-hop headers', async () => {
    const answer = await get(`/preview/sabcdefghij-web/${appPort()}/a?b=1`, {
      authorization: `Preview ${token}`,
      connection: 'x-private',
      'x-private': '1',
      'x-public': '2',
    })
    expect(answer).toMatchObject({ status: 200, body: 'hello /a?b=1', headers: { 'x-app': 'yes' } })
    expect(answer.headers['keep-alive']).not.toBe('timeout=9')
    expect(seen.authorization).toBeUndefined()
    expect(seen['x-private']).toBeUndefined()
    expect(seen['x-public']).toBe('2')
    expect(seen.host).toBe(`sabcdefghij-web:${appPort()}`)
  })

  it('wants the token', async () => {
    expect((await get(`/preview/sabcdefghij-web/${appPort()}/`, {})).status).toBe(401)
  })

  it('says 502 when nothing is there', async () => {
    expect((await get('/preview/sabcdefghij-gone/80/')).status).toBe(502)
    expect((await get('/preview/sabcdefghij-web/1/')).status).toBe(502)
  })

  it('carries a WebSocket', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${gateway.port}/preview/sabcdefghij-web/${appPort()}/ws`, {
      headers: { authorization: `Preview ${token}` },
    })
    const text = await new Promise((resolve, reject) => {
      socket.once('open', () => socket.send('hi')).once('error', reject)
      socket.once('message', (data) => resolve(String(data)))
    })
    expect(text).toBe('echo hi')
    socket.close()
  })
})

describe('an app that answers oddly', () => {
  it.each(['000', '099', '100', '600', '999'])(
    'with the status %s is a 502, and the gateway goes on',
    async (status) => {
      const app = createNetServer((socket) =>
        socket.once('data', () => socket.end(`HTTP/1.1 ${status} X\r\nContent-Length: 0\r\n\r\n`)),
      )
      await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve))
      const { port } = app.address() as AddressInfo
      expect((await get(`/preview/sabcdefghij-web/${port}/`)).status).toBe(502)
      expect((await get(`/preview/sabcdefghij-web/${appPort()}/`)).status).toBe(200)
      await new Promise((resolve) => app.close(resolve))
    },
  )
})

describe('the token', () => {
  it('of previews opens no control channel, and the one of the control channel no preview', async () => {
    const opened = (path: string, scheme: string) =>
      new Promise((resolve) => {
        const socket = new WebSocket(`ws://127.0.0.1:${gateway.port}${path}`, {
          headers: { authorization: `${scheme} ${token}` },
        })
        socket.once('open', () => resolve('open')).once('error', ({ message }) => resolve(message))
        socket.once('open', () => socket.close())
      })
    const preview = `/preview/sabcdefghij-web/${appPort()}/ws`
    expect(await opened('/control', 'Preview')).toContain('401')
    expect(await opened(preview, 'Bearer')).toContain('401')
    expect(await opened('/control', 'Bearer')).toBe('open')
    expect(await opened(preview, 'Preview')).toBe('open')
  })
})

describe('the listening address', () => {
  it('is the one of the control network and no other', async () => {
    const other = request({ host: '127.0.0.2', port: gateway.port, path: '/healthz' })
    await expect(
      new Promise((resolve, reject) => other.once('response', resolve).once('error', reject).end()),
    ).rejects.toThrow('ECONNREFUSED')
  })
})
