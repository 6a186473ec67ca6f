import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer, connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call, GuardProcess } from './guard-sandboxes.ts'

let guard: GuardProcess
let own: string

beforeAll(async () => {
  guard = await GuardProcess.start()
  own = await guard.sandbox({ phase: 'setup' })
})
afterAll(() => guard.stop())

const version = { path: '/v1.41/containers/json' }

describe('the guard process', () => {
  it('opens its sandboxes again after a kill -9 and removes sockets without a policy', async () => {
    guard.ok(own, ['run', '-d', '--name', 'survivor', 'busy:1', 'sleep', '100'])
    await guard.kill()
    const orphan = join(guard.data, 'run/orphan0000/learner')
    mkdirSync(orphan, { recursive: true })
    writeFileSync(join(orphan, 'docker.sock'), '')
    expect(guard.docker(own, ['ps']).status).not.toBe(0)
    await guard.launch()
    expect(guard.ok(own, ['ps', '--format', '{{.Names}}'])).toBe('survivor')
    expect(existsSync(join(orphan, 'docker.sock'))).toBe(false)
    guard.ok(own, ['rm', '-f', 'survivor'])
  })

  it('records who did what, in order, across a kill -9', async () => {
    const events = await guard.events()
    const actions = events
      .filter(({ sandboxId }) => sandboxId === own)
      .map(({ action, object, actor, status }) => `${actor} ${action} ${object} ${status}`)
    expect(actions).toEqual([
      'setup container.create survivor 201',
      'setup container.start survivor 204',
      'setup container.remove survivor 204',
    ])
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1))
    await guard.control('POST', `/v1/sandboxes/${own}/phase`, { phase: 'open' })
    guard.ok(own, ['volume', 'create', 'v'])
    expect((await guard.events(events.length)).map(({ actor, action }) => `${actor} ${action}`)).toEqual([
      'learner volume.create',
    ])
    guard.ok(own, ['volume', 'rm', 'v'])
  })

  it('lets the judge read and nothing else', () => {
    expect(guard.ok(own, ['ps', '-q'], { side: 'judge' })).toBe('')
    for (const args of [
      ['volume', 'create', 'x'],
      ['run', '-d', 'busy:1'],
      ['service', 'create', '-d', 'busy:1'],
    ])
      expect(guard.docker(own, args, { side: 'judge' }).err).toContain('judge socket')
  })

  it('refuses changes once fenced and still answers reads', async () => {
    await guard.control('POST', `/v1/sandboxes/${own}/phase`, { phase: 'fenced' })
    expect(guard.docker(own, ['volume', 'create', 'late']).err).toContain('being terminated')
    expect(guard.ok(own, ['volume', 'ls', '-q'])).toBe('')
    await guard.control('POST', `/v1/sandboxes/${own}/phase`, { phase: 'open' })
  })

  it('answers a client that closed its sending side', async () => {
    const answer = await new Promise<string>((resolve) => {
      let text = ''
      const socket = connect({ path: guard.socket(own), allowHalfOpen: true })
      socket.on('data', (part) => (text += String(part)))
      socket.on('end', () => resolve(text))
      socket.end(`GET ${version.path} HTTP/1.1\r\nHost: docker\r\n\r\n`)
    })
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK[^]*\r\n\r\n\[\]\n$/)
  })

  it('says so while the engine is away and serves again when it is back', async () => {
    const proxied = join(guard.data, 'proxy.sock')
    await guard.kill()
    await guard.launch({ DOCKER_SOCKET: proxied })
    const away = await call(guard.socket(own), 'GET', version.path)
    expect(away.status).toBe(503)
    expect(JSON.parse(away.body).message).toContain('Is the engine running?')
    expect(JSON.parse((await guard.control('GET', '/v1/health')).body)).toMatchObject({
      status: 'engine-away',
    })
    const proxy = createServer((socket) => {
      const upstream = connect('/var/run/docker.sock')
      socket.pipe(upstream).on('error', () => socket.destroy())
      upstream.pipe(socket).on('error', () => upstream.destroy())
    })
    await new Promise<void>((resolve) => proxy.listen(proxied, resolve))
    expect((await call(guard.socket(own), 'GET', version.path)).status).toBe(200)
    proxy.close()
    await guard.kill()
    await guard.launch()
  })

  it('forgets a sandbox and its sockets', async () => {
    expect((await guard.control('DELETE', `/v1/sandboxes/${own}`)).status).toBe(204)
    expect((await guard.control('DELETE', `/v1/sandboxes/${own}`)).status).toBe(204)
    expect(existsSync(guard.socket(own))).toBe(false)
    await guard.kill()
    await guard.launch()
    expect(JSON.parse((await guard.control('GET', '/v1/sandboxes')).body)).toEqual({ ids: [] })
  })
})
