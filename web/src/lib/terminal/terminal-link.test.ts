import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { terminalFlow } from '@noops-dojo/contracts'
import { FakeSocket } from '#lib/api/fake-socket.ts'
import { TerminalLink, type LinkState, type Screen } from './terminal-link.ts'

class FakeScreen implements Screen {
  text = ''
  resets = 0
  dimensions = { cols: 80, rows: 24 }
  #waiting: (() => void)[] = []
  /** False: the emulator is busy and parses only when the test says so. */
  isQuick = true

  write(bytes: Uint8Array, parsed: () => void): void {
    this.text += new TextDecoder().decode(bytes)
    if (this.isQuick) parsed()
    else this.#waiting.push(parsed)
  }

  parseAll(): void {
    for (const parsed of this.#waiting.splice(0)) parsed()
  }

  reset(): void {
    this.text = ''
    this.resets += 1
  }

  size() {
    return this.dimensions
  }
}

const bytes = (length: number): ArrayBuffer => new Uint8Array(length).fill(97).buffer
const ready = (part: object = {}) =>
  JSON.stringify({ type: 'ready', epoch: 'e1', offset: 0, replay: 0, reset: false, ...part })

const setUp = async () => {
  const sockets: FakeSocket[] = []
  const states: LinkState[] = []
  const screen = new FakeScreen()
  const link = new TerminalLink({
    screen,
    takeTicket: () => Promise.resolve('/ws/terminal?ticket=t'),
    openSocket: (url) => {
      const made = new FakeSocket(url)
      sockets.push(made)
      return made
    },
    onState: (state) => states.push(state),
  })
  link.open()
  await vi.advanceTimersByTimeAsync(0)
  const first = sockets[0] as FakeSocket
  first.accept()
  const reconnect = async () => {
    sockets.at(-1)?.drop()
    await vi.advanceTimersByTimeAsync(2000)
    const next = sockets.at(-1) as FakeSocket
    next.accept()
    return next
  }
  return { link, screen, first, states, reconnect, sockets }
}

describe('the terminal link', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('says hello with its size and no offset the first time', async () => {
    const { first } = await setUp()
    expect(first.controls).toEqual([{ type: 'hello', cols: 80, rows: 24 }])
  })

  it('resumes at the byte after the last one that it received', async () => {
    const { first, reconnect, screen } = await setUp()
    first.say(ready({ offset: 1000 }))
    first.say(bytes(50))
    const next = await reconnect()
    expect(next.controls[0]).toMatchObject({ type: 'hello', offset: 1050, epoch: 'e1' })
    next.say(ready({ offset: 1050, replay: 3 }))
    next.say(bytes(3))
    expect(screen.resets).toBe(0)
    expect(screen.text).toHaveLength(53)
  })

  it('clears the screen when the old offset is gone', async () => {
    const { first, reconnect, screen } = await setUp()
    first.say(ready())
    first.say(bytes(50))
    const next = await reconnect()
    next.say(ready({ epoch: 'e2', offset: 7000, replay: 10, reset: true }))
    next.say(bytes(10))
    expect(screen.resets).toBe(1)
    expect(screen.text).toHaveLength(10)
  })

  it('acknowledges parsed bytes by absolute offset, not every frame', async () => {
    const { first, screen } = await setUp()
    screen.isQuick = false
    first.say(ready({ offset: 500 }))
    const half = terminalFlow.ackEveryBytes / 2
    first.say(bytes(half))
    first.say(bytes(half))
    expect(first.controls).toHaveLength(1)
    screen.parseAll()
    expect(first.controls.slice(1)).toEqual([{ type: 'ack', offset: 500 + terminalFlow.ackEveryBytes }])
  })

  it('never acknowledges bytes of an older stream on the new one', async () => {
    const { first, reconnect, screen } = await setUp()
    screen.isQuick = false
    first.say(ready({ offset: 900_000 }))
    first.say(bytes(terminalFlow.ackEveryBytes))
    const next = await reconnect()
    next.say(ready({ epoch: 'e2', offset: 0, reset: true }))
    screen.parseAll()
    expect(next.controls.filter((one) => one['type'] === 'ack')).toEqual([])
  })

  it.each([
    ['a cursor report', '\x1b[12;40R'],
    ['device attributes', '\x1b[?1;2c'],
    ['a colour', '\x1b]11;rgb:1717/1414/1212\x1b\\'],
    ['two answers at once', '\x1b[0n\x1b[?62;4c'],
  ])('does not answer an old query with %s during a replay', async (_, answer) => {
    const { link, first, screen } = await setUp()
    screen.isQuick = false
    first.say(ready({ replay: 5 }))
    first.say(bytes(5))
    link.type(answer)
    expect(first.typed).toBe('')
    screen.parseAll()
    link.type(answer)
    expect(first.typed).toBe(answer)
  })

  it('lets a person type during a replay', async () => {
    const { link, first, screen } = await setUp()
    screen.isQuick = false
    first.say(ready({ replay: 5 }))
    first.say(bytes(5))
    link.type('ls\r')
    link.type('\x1b[A')
    expect(first.typed).toBe('ls\r\x1b[A')
  })

  it('tells the size once after a burst of changes, and not when it is the same', async () => {
    const { link, first, screen } = await setUp()
    first.say(ready())
    for (const cols of [90, 100, 120]) {
      screen.dimensions = { cols, rows: 30 }
      link.resized()
    }
    await vi.advanceTimersByTimeAsync(500)
    link.resized()
    await vi.advanceTimersByTimeAsync(500)
    expect(first.controls.slice(1)).toEqual([{ type: 'resize', cols: 120, rows: 30 }])
  })

  it('goes on, and shows nothing, when the dojo says that it is there', async () => {
    const { first, states, screen } = await setUp()
    first.say(ready())
    first.say(JSON.stringify({ type: 'alive' }))
    expect(screen.text).toBe('')
    expect(states.at(-1)).toBe('open')
  })

  it('says that it is connecting again soon after somebody typed into a dead connection', async () => {
    const { link, first, states } = await setUp()
    first.say(ready())
    await vi.advanceTimersByTimeAsync(3000)
    expect(link.type('ls')).toBe(true)
    await vi.advanceTimersByTimeAsync(5000)
    expect(states).toContain('reconnecting')
  })

  it('stops when the shell has ended', async () => {
    const { first, states, sockets } = await setUp()
    first.say(ready())
    first.say(JSON.stringify({ type: 'exit', code: 0 }))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(states.at(-1)).toBe('exited')
    expect(sockets).toHaveLength(1)
  })
})
