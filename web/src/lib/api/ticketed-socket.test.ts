import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { DojoError } from '@noops-dojo/contracts'
import { FakeSocket } from './fake-socket.ts'
import { TicketedSocket, type ConnectionState } from './ticketed-socket.ts'

const setUp = (takeTicket?: () => Promise<string>) => {
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
