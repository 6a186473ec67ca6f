import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakeSocket } from './fake-socket.ts'
import { PageConnection } from './page-connection.ts'

const setUp = () => {
  const connection = new PageConnection()
  const sockets: FakeSocket[] = []
  let tickets = 0
  const connect = () =>
    connection.connect({
      takeTicket: () => Promise.resolve(`/ws?ticket=${(tickets += 1)}`),
      openSocket: (url) => {
        const made = new FakeSocket(url)
        sockets.push(made)
        return made
      },
      onMessage: () => {},
      onState: () => {},
    })
  return { connection, connect, sockets, tickets: () => tickets }
}
const later = () => vi.advanceTimersByTimeAsync(60_000)

describe('the live connection of a page', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('is not made any more when the page was left while it was still reading', async () => {
    const { connection, connect, tickets } = setUp()
    connection.close()
    connect()
    await later()
    expect(tickets()).toBe(0)
  })

  it('ends with the page, and nothing connects again', async () => {
    const { connection, connect, sockets } = setUp()
    connect()
    await vi.advanceTimersByTimeAsync(0)
    sockets[0]?.accept()
    connection.close()
    connection.retryNow()
    await later()
    expect(sockets.map((one) => one.readyState)).toEqual([3])
  })

  it('takes the place of the one before when the page is read again', async () => {
    const { connect, sockets } = setUp()
    connect()
    await vi.advanceTimersByTimeAsync(0)
    sockets[0]?.accept()
    connect()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(sockets.map((one) => one.readyState)).toEqual([3, 0])
  })
})
