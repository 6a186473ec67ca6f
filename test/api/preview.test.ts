import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { TestApp } from './test-app.ts'

let test: TestApp
let gateway: Server
/** The app's side of a handshake that is never answered. */
let slow: Socket | undefined
const seen: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = []
const token = 'capability-0123456789'
const base = `/preview/${token}/web:8080`

beforeEach(async () => {
  seen.length = 0
  slow = undefined
  test = await TestApp.start()
  await test.sandbox({ previewToken: token })
  gateway = createServer((request, response) => {
    let body = ''
    request.on('data', (piece) => (body += String(piece)))
    request.on('end', () => {
      seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body })
      if (request.url?.endsWith('/moved')) return response.writeHead(302, { location: '/login' }).end()
      response.writeHead(200, {
        'set-cookie': 'app=1',
        'content-type': 'text/html',
        'content-security-policy': "default-src 'none'",
      })
      response.end('<p>shop</p>')
    })
  })
  const sockets = new WebSocketServer({
    server: gateway,
    verifyClient: ({ req }, decide) => {
      if (req.url?.endsWith('/slow')) slow = req.socket
      else decide(true)
    },
  })
  sockets.on('connection', (socket, request) => {
    seen.push({ method: 'UPGRADE', url: request.url ?? '', headers: request.headers, body: '' })
    socket.on('message', (data) => socket.send(`echo ${String(data)}`))
  })
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve))
  const { port } = gateway.address() as AddressInfo
  vi.spyOn(test.fakes.gateway, 'previewUpstream').mockImplementation(() =>
    test.fakes.gateway.isAway
      ? undefined
      : { origin: `http://127.0.0.1:${port}`, authorization: 'Preview gateway' },
  )
})
afterEach(async () => {
  slow?.destroy()
  gateway.closeAllConnections()
  await new Promise((resolve) => gateway.close(resolve))
  await test.stop()
})

describe('a preview', () => {
  it('shows the app in a sandbox, without cookies in either direction', async () => {
    const answer = await test.http
      .get(`${base}/orders?page=2`)
      .set('cookie', test.instructor)
      .set('accept', 'text/html')
    expect(answer.text).toBe('<p>shop</p>')
    expect(answer.headers['content-security-policy']).toBe('sandbox allow-scripts allow-forms')
    expect(answer.headers).not.toHaveProperty('set-cookie')
    expect(answer.headers).not.toHaveProperty('x-frame-options')
    expect(seen[0]).toMatchObject({ url: '/preview/ssandbox001-web/8080/orders?page=2' })
    expect(seen[0]?.headers.authorization).toBe('Preview gateway')
    expect(seen[0]?.headers).not.toHaveProperty('cookie')
  })

  it('forwards bodies and keeps redirects inside', async () => {
    await test.http.post(`${base}/orders`).set('content-type', 'application/json').send('{"tea":1}')
    expect(seen[0]).toMatchObject({ method: 'POST', body: '{"tea":1}' })
    expect((await test.http.get(`${base}/moved`)).headers.location).toBe(`${base}/login`)
  })

  it('lets the app fetch from its own opaque origin', async () => {
    const answer = await test.http
      .options(`${base}/api`)
      .set('origin', 'null')
      .set('access-control-request-method', 'POST')
    expect(answer.status).toBe(204)
    expect(answer.headers['access-control-allow-origin']).toBe('*')
    expect(seen).toEqual([])
  })

  it('carries WebSockets', async () => {
    const { port } = test.app.getHttpServer().address() as AddressInfo
    const socket = new WebSocket(`ws://127.0.0.1:${port}${base}/live`)
    const answer = new Promise((resolve) => socket.once('message', (data) => resolve(String(data))))
    socket.once('open', () => socket.send('hello'))
    expect(await answer).toBe('echo hello')
    expect(seen[0]?.url).toBe('/preview/ssandbox001-web/8080/live')
    socket.terminate()
  })

  it('lets go of an app whose handshake nobody waits for any more', async () => {
    const { port } = test.app.getHttpServer().address() as AddressInfo
    const browser = connect(port, '127.0.0.1')
    const key = 'dGhlIHNhbXBsZSBub25jZQ=='
    browser.write(
      `GET ${base}/slow HTTP/1.1\r\nHost: dojo\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
    )
    const app = await vi.waitUntil(() => slow)
    const left = once(app, 'end')
    // Read on, or nobody notices.
    app.resume()
    browser.destroy()
    await left
  })

  it.each([
    '/../../../control',
    '/%2e%2e/%2e%2e/%2e%2e/control',
    '/../../sothersandb-web/80/',
    '/..\\..\\..\\control',
    '//control',
  ])('passes on %s as it is, so that it stays with its app', async (path) => {
    const { port } = test.app.getHttpServer().address() as AddressInfo
    for (const upgrade of ['', 'Connection: Upgrade\r\nUpgrade: websocket\r\n']) {
      const before = seen.length
      const browser = connect(port, '127.0.0.1')
      const asked = `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n`
      browser.write(`GET ${base}${path} HTTP/1.1\r\nHost: dojo\r\n${upgrade}${asked}\r\n`)
      await vi.waitUntil(() => seen.length > before)
      browser.destroy()
      expect(seen.at(-1)?.url).toBe(`/preview/ssandbox001-web/8080${path}`)
    }
  })

  it.each([
    `/preview/unknown-capability/web:8080/`,
    `/preview/${token}/judge:22/`,
    `/preview/${token}/Judge:22/`,
    `/preview/${token}/judge.:22/`,
    `/preview/${token}/web/`,
    '/preview/',
    '/preview',
  ])('is not there at %s, and nothing is forwarded', async (path) => {
    const answer = await test.http.get(path)
    expect(answer.status).toBe(404)
    expect(seen).toEqual([])
  })

  it('ends with its sandbox', async () => {
    await test.fakes.sandboxes.change('sandbox001', 'any', { state: 'terminating' })
    expect((await test.http.get(`${base}/`)).status).toBe(404)
  })

  it('says when the gateway is away', async () => {
    test.fakes.gateway.isAway = true
    const answer = await test.http.get(`${base}/`)
    expect(answer.status).toBe(503)
    expect(answer.text).toContain('gateway')
    gateway.closeAllConnections()
  })

  it('never writes its capability into the log', async () => {
    await test.http.get(`${base}/`)
    expect(test.logLines.join('')).toContain('/preview/…')
    expect(test.logLines.join('')).not.toContain(token)
  })
})

describe('an upgrade that nobody serves', () => {
  it('to another protocol than WebSocket is an offer that need not be taken', async () => {
    const answer = await test.http.get('/healthz').set('connection', 'Upgrade').set('upgrade', 'h2c')
    expect(answer.status).toBe(200)
  })

  it('is refused instead of left hanging', async () => {
    const { port } = test.app.getHttpServer().address() as AddressInfo
    const socket = new WebSocket(`ws://127.0.0.1:${port}/other`)
    const status = new Promise((resolve) =>
      socket.once('unexpected-response', (_, response) => resolve(response.statusCode)),
    )
    socket.on('error', () => {})
    expect(await status).toBe(404)
  })
})
