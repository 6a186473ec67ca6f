import { DojoError } from '@noops-dojo/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { OpenConnections } from '../../../server/src/use-cases/session/open-connections.ts'
import { TerminalClient, upgradeStatus } from './terminal-client.ts'
import { ShellEngine, startTerminalServer } from './terminal-server.ts'

let engine: ShellEngine
let server: Awaited<ReturnType<typeof startTerminalServer>>
beforeEach(async () => {
  engine = new ShellEngine()
  server = await startTerminalServer(engine)
})
afterEach(() => server.app.close())

const connect = async (options: ConstructorParameters<typeof TerminalClient>[1] = {}, over = {}) =>
  new TerminalClient(await server.address(over), { origin: server.origin, ...options })

describe('the upgrade of /ws/terminal', () => {
  it('lets the own origin in, once per ticket', async () => {
    const address = await server.address()
    expect(await upgradeStatus(address, { origin: server.origin })).toBe(101)
    expect(await upgradeStatus(address, { origin: server.origin })).toBe(403)
  })

  it('refuses a foreign origin and another port, and leaves the ticket unused', async () => {
    const address = await server.address()
    expect(await upgradeStatus(address, { origin: 'http://evil.test' })).toBe(403)
    expect(await upgradeStatus(address, { origin: `http://127.0.0.1:${server.port + 1}` })).toBe(403)
    expect(await upgradeStatus(address, { origin: server.origin })).toBe(101)
  })

  it('serves a local client without an origin, but not through a proxy', async () => {
    expect(await upgradeStatus(await server.address())).toBe(101)
    expect(await upgradeStatus(await server.address(), { 'x-forwarded-for': '192.0.2.1' })).toBe(403)
  })

  it('refuses a missing, a made-up and another socket’s ticket', async () => {
    const at = (path: string) => `ws://127.0.0.1:${server.port}${path}`
    const live = await server.ticketFor({ purpose: 'live' })
    expect(await upgradeStatus(at('/ws/terminal'))).toBe(403)
    expect(await upgradeStatus(at(`/ws/terminal?ticket=${'0'.repeat(64)}`))).toBe(403)
    expect(await upgradeStatus(at(`/ws/terminal?ticket=${live.ticket}`))).toBe(403)
    expect(await upgradeStatus(at('/ws/elsewhere'))).toBe(404)
  })
})

describe('a terminal over its socket', () => {
  it('opens the shell with the size of the page and carries bytes both ways untouched', async () => {
    const client = await connect({ hello: { cols: 132, rows: 43 } })
    await client.isReady()
    expect(engine.opened).toEqual([{ sandboxId: server.sandbox.id, terminal: 'main', size: '132x43' }])
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i)
    engine.shell.prints(bytes)
    await client.until(({ received }) => received === 256)
    expect(Buffer.from(client.text, 'latin1')).toEqual(Buffer.from(bytes))
    client.socket.send(bytes)
    await client.until(() => engine.shell.written.length > 0)
    expect(engine.shell.written[0]).toEqual(Buffer.from(bytes))
  })

  it('says that it is there to a page that asks, and the shell sees nothing of it', async () => {
    const client = await connect()
    await client.isReady()
    client.send({ type: 'ping' })
    await client.until(({ messages }) => messages.some(({ type }) => type === 'alive'))
    expect(engine.shells[0]?.input ?? '').toBe('')
  })

  it('keeps keys that were typed while the shell was opening', async () => {
    const shell = engine.makeShell
    engine.makeShell = async (...args) => {
      await new Promise((resolve) => setTimeout(resolve, 100))
      return shell(...args)
    }
    const client = await connect()
    client.socket.once('open', () => client.type('early'))
    await client.until(() => engine.shells[0]?.input === 'early')
  })

  it('shares one shell between two pages and gives a reload what it missed', async () => {
    const first = await connect()
    await first.isReady()
    engine.shell.prints('hello ')
    const second = await connect({}, { role: 'instructor', learnerId: null })
    await second.sees('hello ')
    expect(engine.opened).toHaveLength(1)
    await first.sees('hello ')
    const { offset, epoch } = first
    await first.close()
    engine.shell.prints('world')
    const back = await connect({ hello: { offset, epoch } })
    await back.sees('world')
    expect(back.text).toBe('world')
    expect(back.messages[0]).toMatchObject({ type: 'ready', reset: false, replay: 5 })
  })

  it('lets go of the keyboard of a learner who signed out, not of the instructor who watches', async () => {
    const page = await connect()
    await page.isReady()
    const watcher = await connect({}, { role: 'instructor', learnerId: null })
    await watcher.isReady()
    const learner = { id: server.sandbox.learnerId as string, classroomId: 'c', nickname: 'Ken' }
    server.app
      .get(OpenConnections)
      .end({ role: 'learner', learner: { ...learner, locale: 'en', joinedAt: 1 } })
    expect((await page.closed).code).toBe(4401)
    engine.shell.prints('still here')
    await watcher.sees('still here')
  })

  it('refuses another learner’s sandbox like one that is not there', async () => {
    const foreign = await connect({}, { learnerId: 'somebody-else' })
    const missing = await connect({}, { sandboxId: 'notthere00' })
    expect(await foreign.closed).toEqual(await missing.closed)
    expect(foreign.messages).toEqual(missing.messages)
    expect(foreign.messages[0]).toMatchObject({ type: 'error', code: 'SANDBOX_NOT_FOUND' })
  })

  it('says so when the sandbox is not ready or the engine is away', async () => {
    await server.sandboxes.change(server.sandbox.id, 'any', { state: 'provisioning' })
    const early = await connect()
    expect((await early.closed).code).toBe(4409)
    await server.sandboxes.change(server.sandbox.id, 'any', { state: 'ready' })
    engine.failure = new DojoError('ENGINE_AWAY', 'The engine does not answer.')
    const away = await connect()
    expect((await away.closed).code).toBe(1011)
    expect(away.messages[0]).toMatchObject({ code: 'ENGINE_AWAY' })
  })

  it.each([
    ['text that is no JSON', (client: TerminalClient) => client.socket.send('nonsense')],
    ['an unknown message', (client: TerminalClient) => client.send({ type: 'shutdown' })],
    ['a size beyond reason', (client: TerminalClient) => client.send({ type: 'resize', cols: 1e9, rows: 1 })],
    [
      'an acknowledgement of the future',
      (client: TerminalClient) => client.send({ type: 'ack', offset: 1e9 }),
    ],
    ['a second hello', (client: TerminalClient) => client.send({ type: 'hello', cols: 80, rows: 24 })],
  ])('closes on %s, and the shell lives on', async (_, misbehave) => {
    const client = await connect()
    await client.isReady()
    misbehave(client)
    expect((await client.closed).code).toBe(4400)
    expect(engine.shell.isClosed).toBe(false)
  })

  it('logs that the learner typed, not what, and not the terminal’s own answers', async () => {
    const client = await connect()
    await client.isReady()
    client.type('\x1b[?1;2c')
    client.type('secret\r')
    await client.until(() => engine.shell.input.includes('secret'))
    await expect.poll(() => server.events.list(server.sandbox.id, 0, 10)).toHaveLength(1)
    const [event] = await server.events.list(server.sandbox.id, 0, 10)
    expect(event).toMatchObject({
      kind: 'touch.terminal',
      actor: 'learner',
      data: { terminal: 'main', bytes: 7 },
    })
    expect(JSON.stringify(event)).not.toContain('secret')
  })

  it('records output as asciicast v3 and no input', async () => {
    const client = await connect()
    await client.isReady()
    client.type('secret')
    engine.shell.prints('日本語\r\n')
    await client.until(({ received }) => received > 0)
    const lines = (server.recordings.files.get(`${server.sandbox.id}/main`) ?? '').trim().split('\n')
    expect(JSON.parse(lines[0] as string)).toMatchObject({ version: 3, term: { cols: 80, rows: 24 } })
    expect(JSON.parse(lines[1] as string).slice(1)).toEqual(['o', '日本語\r\n'])
    expect(lines.join('')).not.toContain('secret')
  })

  it('tells the page that the server restarts, and begins a new epoch afterwards', async () => {
    const client = await connect()
    await client.isReady()
    const closed = client.closed
    await server.app.close()
    expect([1012, 1006]).toContain((await closed).code)
    expect(engine.shell.isClosed).toBe(true)
    server = await startTerminalServer(engine)
    const again = await connect({ hello: { offset: 5, epoch: client.epoch } })
    await again.isReady()
    expect(again.messages[0]).toMatchObject({ reset: true, offset: 0 })
    expect(again.epoch).not.toBe(client.epoch)
  })
})

describe('a shell that prints for ever', () => {
  it('is paused by a page that does not read, with bounded memory, and goes on for the others', async () => {
    const chunk = new Uint8Array(65_536).fill(0x79)
    const [mute, reader] = [await connect({ acks: false }), await connect()]
    await Promise.all([mute.isReady(), reader.isReady()])
    mute.socket.pause()
    let printed = 0
    while (!engine.shell.isPaused && printed < 1e9) {
      engine.shell.prints(chunk)
      printed += chunk.length
    }
    expect(printed).toBeLessThan(2_000_000)
    await expect.poll(() => engine.shell.isPaused, { timeout: 20_000, interval: 100 }).toBe(false)
    expect(reader.socket.readyState).toBe(reader.socket.OPEN)
    mute.socket.resume()
    expect((await mute.closed).code).toBe(4408)
  })
})
