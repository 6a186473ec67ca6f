import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { DojoError } from '@noops-dojo/contracts'
import { FakeSocket } from './fake-socket.ts'
import { TicketedSocket, type ConnectionState } from './ticketed-socket.ts'

const setUp = (takeTicket?: (signal: AbortSignal) => Promise<string>) => {
  const sockets: FakeSocket[] = []
  const states: ConnectionState[] = []
  let tickets = 0
  const socket = new TicketedSocket({
    takeTicket: takeTicket ?? (() => Promise.resolve(`/ws?ticket=${(tickets += 1)}`)),
    openSocket: (url) => {
      const made = new FakeSocket(url)
      sockets.push(made)
      return made
    },
    onMessage: () => {},
    onState: (state) => states.push(state),
    random: () => 0.5,
  })
  return { socket, sockets, states }
}
const settle = () => vi.advanceTimersByTimeAsync(0)

describe('a socket with tickets', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('takes a new ticket for each connection', async () => {
    const { socket, sockets } = setUp()
    socket.open()
    await settle()
    sockets[0]?.accept()
    sockets[0]?.drop()
    await vi.advanceTimersByTimeAsync(300)
    expect(sockets.map((one) => one.url)).toEqual(['/ws?ticket=1', '/ws?ticket=2'])
  })

  it('waits longer each time, up to eight seconds', async () => {
    const { socket, sockets } = setUp()
    socket.open()
    await settle()
    const pauses: number[] = []
    for (let turn = 0; turn < 8; turn += 1) {
      const before = sockets.length
      const dropped = Date.now()
      sockets.at(-1)?.drop()
      while (sockets.length === before) await vi.advanceTimersByTimeAsync(50)
      pauses.push(Date.now() - dropped)
    }
    expect(pauses).toEqual([250, 500, 1000, 2000, 4000, 8000, 8000, 8000])
  })

  it('does not hurry when the server accepts and shuts at once', async () => {
    const { socket, sockets } = setUp()
    socket.open()
    await settle()
    for (let turn = 0; turn < 3; turn += 1) {
      sockets.at(-1)?.accept()
      sockets.at(-1)?.say('{}')
      sockets.at(-1)?.drop()
      await vi.advanceTimersByTimeAsync(8000)
    }
    sockets.at(-1)?.accept()
    sockets.at(-1)?.drop()
    const known = sockets.length
    await vi.advanceTimersByTimeAsync(1900)
    expect(sockets).toHaveLength(known)
  })

  it('gives up when the sandbox is not ours, and says why', async () => {
    const { socket, states } = setUp(() => Promise.reject(new DojoError('SANDBOX_NOT_FOUND', 'no')))
    socket.open()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(states).toEqual(['connecting', 'refused'])
  })

  it('goes on trying while the dojo is away', async () => {
    const { socket, states } = setUp(() => Promise.reject(new TypeError('Failed to fetch')))
    socket.open()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(new Set(states)).toEqual(new Set(['connecting', 'reconnecting']))
    expect(states.length).toBeGreaterThan(4)
  })

  it('stays shut once it was closed', async () => {
    const { socket, sockets } = setUp()
    socket.open()
    await settle()
    sockets[0]?.accept()
    socket.close()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(sockets).toHaveLength(1)
  })

  it('takes no ticket once it was closed, whoever asks for another try', async () => {
    const takeTicket = vi.fn(() => Promise.reject(new TypeError('Failed to fetch')))
    const { socket } = setUp(takeTicket)
    socket.open()
    await settle()
    socket.close()
    socket.retryNow()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(takeTicket).toHaveBeenCalledTimes(1)
  })

  it('opens nothing when it is closed while its ticket is on the way', async () => {
    const { socket, sockets, states } = setUp()
    socket.open()
    socket.close()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(sockets).toEqual([])
    expect(states).toEqual(['connecting', 'closed'])
  })
})

describe('a connection that was cut silently', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  const connected = async () => {
    const made = setUp()
    made.socket.open()
    await settle()
    const first = made.sockets[0] as FakeSocket
    first.accept()
    return { ...made, first }
  }

  it('is asked when it has been silent, given up without an answer, and made again', async () => {
    const { first, sockets, states } = await connected()
    await vi.advanceTimersByTimeAsync(20_000)
    expect(first.sent).toEqual([])
    await vi.advanceTimersByTimeAsync(2_000)
    expect(first.controls).toEqual([{ type: 'ping' }])
    await vi.advanceTimersByTimeAsync(4_000)
    expect(states.at(-1)).toBe('reconnecting')
    await vi.advanceTimersByTimeAsync(500)
    expect(sockets).toHaveLength(2)
    expect(first.readyState).toBe(3)
  })

  it('stays when the server says at each beat that it is there', async () => {
    const { first, sockets } = await connected()
    for (let beat = 0; beat < 12; beat += 1) {
      await vi.advanceTimersByTimeAsync(10_000)
      first.say('{"type":"alive"}')
    }
    expect(sockets).toHaveLength(1)
    expect(first.sent).toEqual([])
  })

  it('is asked at once when the page wakes, and stays when it answers', async () => {
    const { socket, first, sockets } = await connected()
    socket.retryNow()
    expect(first.controls).toEqual([{ type: 'ping' }])
    first.say('{"type":"alive"}')
    await vi.advanceTimersByTimeAsync(10_000)
    expect(sockets).toHaveLength(1)
    socket.retryNow()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(sockets).toHaveLength(2)
  })

  it('is given up, too, when it never opened', async () => {
    const { socket, sockets } = setUp()
    socket.open()
    await vi.advanceTimersByTimeAsync(30_000)
    expect(sockets.length).toBeGreaterThan(1)
  })

  it('is not waited for when it swallowed the request for a ticket', async () => {
    const takeTicket = vi.fn(
      (signal: AbortSignal) =>
        new Promise<string>((_, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason as Error)),
        ),
    )
    const { socket, states } = setUp(takeTicket)
    socket.open()
    await vi.advanceTimersByTimeAsync(4_000)
    expect(takeTicket).toHaveBeenCalledTimes(2)
    expect(states).toEqual(['connecting', 'reconnecting'])
    await vi.advanceTimersByTimeAsync(3_000)
    expect(takeTicket).toHaveBeenCalledTimes(2)
    socket.close()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(takeTicket).toHaveBeenCalledTimes(2)
  })
})
