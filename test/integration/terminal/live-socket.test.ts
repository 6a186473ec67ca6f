import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { OpenConnections } from '../../../server/src/use-cases/session/open-connections.ts'
import { Presence } from '../../../server/src/use-cases/task/presence.ts'
import { SandboxChanges } from '../../../server/src/use-cases/task/sandbox-changes.ts'
import { upgradeStatus } from './terminal-client.ts'
import { startTerminalServer } from './terminal-server.ts'

type Message = { type: string } & Record<string, unknown>

let server: Awaited<ReturnType<typeof startTerminalServer>>
beforeEach(async () => void (server = await startTerminalServer()))
afterEach(() => server.app.close())

const listen = async (over: Parameters<typeof server.address>[0]) => {
  const socket = new WebSocket(await server.address(over), { origin: server.origin })
  const messages: Message[] = []
  socket.on('message', (data) => messages.push(JSON.parse(String(data)) as Message))
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  const of = (type: string) => messages.filter((message) => message.type === type)
  return { socket, messages, closed, of }
}
const live = (over = {}) => listen({ purpose: 'live', terminal: null, ...over })
const anEvent = (kind: 'task.state' | 'engine.event') => ({
  sandboxId: server.sandbox.id,
  at: 1,
  kind,
  actor: 'platform' as const,
  data: {},
})

describe('signing out', () => {
  it('ends what an instructor watches: the board and a sandbox', async () => {
    const asInstructor = { role: 'instructor', learnerId: null } as const
    const board = await listen({
      ...asInstructor,
      purpose: 'room',
      classroomId: 'class1',
      sandboxId: null,
      terminal: null,
    })
    const page = await live(asInstructor)
    const learners = await live()
    await expect
      .poll(() => [board, page, learners].map(({ messages }) => messages.length > 0))
      .toEqual([true, true, true])
    server.app.get(OpenConnections).end({ role: 'instructor' })
    expect([await board.closed, await page.closed]).toEqual([4401, 4401])
    expect(learners.socket.readyState).toBe(WebSocket.OPEN)
  })
})

describe('/ws/live', () => {
  it('says that it is there to a page that asks', async () => {
    const page = await live()
    await expect.poll(() => page.messages).toHaveLength(1)
    page.socket.send('{"type":"ping"}')
    await expect.poll(() => page.of('alive')).toEqual([{ type: 'alive', now: expect.any(Number) }])
  })

  it('begins with a snapshot, then tells events and the snapshot again when it changed', async () => {
    const page = await live()
    await expect.poll(() => page.messages).toHaveLength(1)
    expect(page.messages[0]).toMatchObject({ type: 'sandbox', sandbox: { id: server.sandbox.id } })
    server.live.sandbox = async (id) => ({ id, state: 'expiring' })
    await server.events.append([anEvent('task.state'), anEvent('task.state')])
    await expect
      .poll(() => page.messages.map(({ type }) => type))
      .toEqual(['sandbox', 'event', 'event', 'sandbox'])
    expect(page.messages[3]).toMatchObject({ sandbox: { state: 'expiring' } })
  })

  it('sends no snapshot when nothing in it changed', async () => {
    const page = await live()
    await expect.poll(() => page.messages).toHaveLength(1)
    await server.events.append([anEvent('task.state')])
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(page.of('sandbox')).toHaveLength(1)
  })

  it('tells a change that is no event', async () => {
    const page = await live()
    await expect.poll(() => page.messages).toHaveLength(1)
    server.live.sandbox = async (id) => ({ id, heldMs: 3_000 })
    server.app.get(SandboxChanges).notify(server.sandbox.id)
    await expect.poll(() => page.of('sandbox')).toHaveLength(2)
  })

  it('joins samples of a probe that come close together', async () => {
    const page = await live()
    await expect.poll(() => page.messages).toHaveLength(1)
    for (let i = 0; i < 5; i += 1) server.probes.listener('web', [[i, 1, 2]])
    await expect.poll(() => page.of('samples')).toHaveLength(1)
    expect(page.of('samples')[0]).toMatchObject({
      probe: 'web',
      samples: [0, 1, 2, 3, 4].map((i) => [i, 1, 2]),
    })
  })

  it('counts as somebody looking until it closes', async () => {
    const page = await live()
    const presence = server.app.get(Presence)
    await expect.poll(() => presence.isViewed(server.sandbox.id)).toBe(true)
    const row = await server.sandboxes.find(server.sandbox.id)
    expect(row?.lastActiveAt).toBeGreaterThan(server.sandbox.lastActiveAt as number)
    page.socket.close()
    await expect.poll(() => presence.isViewed(server.sandbox.id)).toBe(false)
  })

  it('shows nothing of another learner’s sandbox', async () => {
    const page = await live({ learnerId: 'somebody-else' })
    expect(await page.closed).toBe(4404)
    expect(page.messages).toEqual([])
  })

  it('goes on after the database was away', async () => {
    server.live.sandbox = () => Promise.reject(new Error('away'))
    const page = await live()
    await new Promise((resolve) => setTimeout(resolve, 100))
    server.live.sandbox = async (id) => ({ id })
    await server.events.append([anEvent('task.state')])
    await expect.poll(() => page.of('sandbox')).toHaveLength(1)
  })
})

describe('/ws/room', () => {
  it('sends the board once a second, read once for all who watch', async () => {
    let reads = 0
    server.live.board = async () => [{ nickname: `learner ${++reads}` }]
    server.live.preparation = async () => ({ labId: 'first-steps', ready: 3 })
    const over = {
      purpose: 'room' as const,
      sandboxId: null,
      terminal: null,
      classroomId: 'class1',
      role: 'instructor' as const,
    }
    const [first, second] = [await listen(over), await listen(over)]
    await expect.poll(() => second.of('board').length, { timeout: 5_000 }).toBeGreaterThanOrEqual(2)
    expect(first.of('board')[0]).toMatchObject({ classroomId: 'class1', rows: [{ nickname: 'learner 1' }] })
    expect(first.of('board')[0]).toMatchObject({ preparation: { labId: 'first-steps', ready: 3 } })
    expect(reads).toBeLessThanOrEqual(first.of('board').length + 2)
    first.socket.close()
    second.socket.close()
    await Promise.all([first.closed, second.closed])
    const before = reads
    await new Promise((resolve) => setTimeout(resolve, 1_300))
    expect(reads).toBe(before)
  })

  it('takes no live ticket', async () => {
    const { ticket } = await server.ticketFor({ purpose: 'live' })
    expect(await upgradeStatus(`ws://127.0.0.1:${server.port}/ws/room?ticket=${ticket}`)).toBe(403)
  })
})
