import { EventEmitter } from 'node:events'
import { pulse } from '@noops-dojo/contracts'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { WebSocket } from 'ws'
import { JsonSocket } from '../live/json-socket.ts'
import { keepAlive } from './heartbeat.ts'

/** A socket in memory: what was sent, and whether its machine answers pings. */
class QuietSocket extends EventEmitter {
  readonly OPEN = 1
  readyState = 1
  bufferedAmount = 0
  answersPings = true
  isTerminated = false
  readonly sent: unknown[] = []

  send(text: string): void {
    this.sent.push(JSON.parse(text))
  }

  ping(): void {
    if (this.answersPings) this.emit('pong')
  }

  terminate(): void {
    this.isTerminated = true
    this.readyState = 3
    this.emit('close')
  }
}

const asSocket = (socket: QuietSocket) => socket as unknown as WebSocket

describe('the pulse of a socket', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('is told to the page at each beat, with the clock of the server', () => {
    const socket = new QuietSocket()
    new JsonSocket(asSocket(socket), () => 7)
    vi.advanceTimersByTime(pulse.everyMs * 2)
    expect(socket.sent).toEqual([
      { type: 'alive', now: 7 },
      { type: 'alive', now: 7 },
    ])
  })

  it('is told at once to a page that asks, and to nothing else', () => {
    const socket = new QuietSocket()
    new JsonSocket(asSocket(socket), () => 9)
    for (const text of ['nonsense', '{"type":"hello"}', `{"type":"ping"${' '.repeat(200)}}`])
      socket.emit('message', Buffer.from(text))
    expect(socket.sent).toEqual([])
    socket.emit('message', Buffer.from('{"type":"ping"}'))
    expect(socket.sent).toEqual([{ type: 'alive', now: 9 }])
  })

  it('goes on for a reader that answers, and ends for one that does not', () => {
    const [well, gone] = [new QuietSocket(), new QuietSocket()]
    gone.answersPings = false
    for (const socket of [well, gone]) keepAlive(asSocket(socket), () => {})
    vi.advanceTimersByTime(pulse.everyMs * 12)
    expect([well.isTerminated, gone.isTerminated]).toEqual([false, true])
  })

  it('ends with its socket', () => {
    const socket = new QuietSocket()
    const sayAlive = vi.fn()
    keepAlive(asSocket(socket), sayAlive)
    socket.emit('close')
    vi.advanceTimersByTime(pulse.everyMs * 3)
    expect(sayAlive).not.toHaveBeenCalled()
  })
})
