import { type Actor, terminalFlow, type ToBrowser } from '@noops-dojo/contracts'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakeShell } from '../../testing/fakes/fake-shell.ts'
import { Clock } from '../ports/clock.ts'
import { type Hello, ringBytes, TerminalSession } from './terminal-session.ts'
import type { Viewer } from './viewer.ts'

class TimerClock extends Clock {
  now = () => Date.now()
  monotonic = () => performance.now()
  sleep = () => Promise.resolve()
}

class FakeViewer implements Viewer {
  readonly actor: Actor = 'learner'
  readonly told: ToBrowser[] = []
  bytes = 0
  text = ''
  unsent = 0
  isInputPaused = false
  closedWith: number | undefined
  constructor(readonly id: string) {}
  send(bytes: Uint8Array): void {
    this.bytes += bytes.length
    if (this.text.length < 10_000) this.text += new TextDecoder().decode(bytes)
  }
  tell = (message: ToBrowser) => void this.told.push(message)
  unsentBytes = () => this.unsent
  pauseInput = () => void (this.isInputPaused = true)
  resumeInput = () => void (this.isInputPaused = false)
  close = (code: number) => void (this.closedWith = code)
}

const hello = (over: Partial<Hello> = {}): Hello => ({ type: 'hello', cols: 80, rows: 24, ...over })
const input = (text: string) => new TextEncoder().encode(text)
const megabyte = new Uint8Array(1_048_576).fill(0x79)

const aSession = (earlier = '') => {
  const shell = new FakeShell()
  const seen = { typed: 0, output: 0, ends: [] as (number | null)[], sizes: [] as string[] }
  const session = new TerminalSession(
    shell,
    { epoch: 'epoch-1', size: { cols: 80, rows: 24 }, earlier: input(earlier) },
    new TimerClock(),
    {
      onOutput: (bytes) => (seen.output += bytes.length),
      onResize: ({ cols, rows }) => seen.sizes.push(`${cols}x${rows}`),
      onTyped: (_, bytes) => (seen.typed += bytes),
      onAudience: () => undefined,
      onEnd: (code) => seen.ends.push(code),
    },
  )
  return { shell, session, seen }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('TerminalSession', () => {
  it('gives a newcomer what was printed before, marked as a replay', () => {
    const { shell, session } = aSession()
    shell.prints('hello ')
    const viewer = new FakeViewer('a')
    session.attach(viewer, hello())
    shell.prints('world')
    expect(viewer.told[0]).toEqual({ type: 'ready', epoch: 'epoch-1', offset: 0, replay: 6, reset: true })
    expect(viewer.text).toBe('hello world')
  })

  it('shows first what the terminal showed before this session, and counts it as sent', () => {
    const { shell, session, seen } = aSession('before\r\n')
    shell.prints('now')
    const viewer = new FakeViewer('a')
    session.attach(viewer, hello({ epoch: 'epoch-0', offset: 5000 }))
    expect(viewer.told[0]).toMatchObject({ offset: 0, replay: 11, reset: true })
    expect(viewer.text).toBe('before\r\nnow')
    expect(session.ack('a', 11)).toBe(true)
    expect(session.ack('a', 12)).toBe(false)
    expect(seen.output).toBe(3)
  })

  it('gives a page that comes back only what it missed', () => {
    const { shell, session } = aSession()
    shell.prints('hello ')
    session.attach(new FakeViewer('a'), hello())
    session.detach('a')
    shell.prints('world')
    const back = new FakeViewer('b')
    session.attach(back, hello({ epoch: 'epoch-1', offset: 6 }))
    expect(back.told[0]).toMatchObject({ offset: 6, replay: 5, reset: false })
    expect(back.text).toBe('world')
  })

  it('resets a page whose offset is gone and has the program draw anew', async () => {
    const { shell, session } = aSession()
    shell.prints(`${'x'.repeat(50)}\n`)
    shell.prints(new Uint8Array(ringBytes).fill(0x0a))
    const back = new FakeViewer('b')
    session.attach(back, hello({ epoch: 'epoch-1', offset: 3 }))
    await vi.advanceTimersByTimeAsync(0)
    expect(back.told[0]).toMatchObject({ reset: true })
    expect(shell.sizes).toEqual(['80x23', '80x24'])
  })

  it('resets a page of another epoch even when its offset would exist', () => {
    const { shell, session } = aSession()
    shell.prints('abc')
    const viewer = new FakeViewer('a')
    session.attach(viewer, hello({ epoch: 'before-restart', offset: 2 }))
    expect(viewer.told[0]).toMatchObject({ offset: 0, replay: 3, reset: true })
  })

  it('sends an echo without waiting and joins a flood within 8 ms', () => {
    const { shell, session } = aSession()
    const viewer = new FakeViewer('a')
    session.attach(viewer, hello())
    shell.prints('k')
    expect(viewer.text).toBe('k')
    for (let i = 0; i < 50; i += 1) shell.prints('line\n')
    const promptly = viewer.bytes
    expect(promptly).toBeLessThan(251)
    vi.advanceTimersByTime(8)
    expect(viewer.bytes).toBe(251)
  })

  it('pauses a shell that prints for ever and holds no more than the watermark', () => {
    const { shell, session } = aSession()
    const viewer = new FakeViewer('a')
    session.attach(viewer, hello())
    for (let i = 0; i < 100 && !shell.isPaused; i += 1) shell.prints(megabyte)
    expect(shell.isPaused).toBe(true)
    expect(viewer.bytes).toBeLessThanOrEqual(terminalFlow.highWatermarkBytes + megabyte.length)
    session.ack('a', viewer.bytes)
    expect(shell.isPaused).toBe(false)
  })

  it('does not trust acknowledgements of bytes that still wait in the socket', () => {
    const { shell, session } = aSession()
    const viewer = new FakeViewer('a')
    session.attach(viewer, hello())
    viewer.unsent = 3_000_000
    shell.prints('x')
    expect(shell.isPaused).toBe(true)
    session.ack('a', viewer.bytes)
    expect(shell.isPaused).toBe(true)
    viewer.unsent = 0
    session.wrote('a')
    expect(shell.isPaused).toBe(false)
  })

  it('drops a reader that stalls the others, with a notice', () => {
    const { shell, session } = aSession()
    const [slow, fast] = [new FakeViewer('slow'), new FakeViewer('fast')]
    session.attach(slow, hello())
    session.attach(fast, hello())
    shell.prints(megabyte)
    shell.prints('more')
    session.ack('fast', fast.bytes)
    expect(shell.isPaused).toBe(true)
    vi.advanceTimersByTime(12_000)
    expect(slow.closedWith).toBe(4408)
    expect(slow.told.at(-1)).toMatchObject({ type: 'notice', key: 'too-slow' })
    expect(shell.isPaused).toBe(false)
    expect(fast.closedWith).toBeUndefined()
  })

  it('passes input on untouched and tells only what a person typed', () => {
    const { shell, session, seen } = aSession()
    session.attach(new FakeViewer('a'), hello())
    session.input('a', input('\x1b[?1;2c'))
    expect(seen.typed).toBe(0)
    session.input('a', input('ls\r'))
    expect(seen.typed).toBe(3)
    expect(shell.input).toBe('\x1b[?1;2cls\r')
  })

  it('stops reading input while the shell takes no more', () => {
    const { shell, session } = aSession()
    const viewer = new FakeViewer('a')
    session.attach(viewer, hello())
    shell.acceptsInput = false
    session.input('a', input('paste'))
    expect(viewer.isInputPaused).toBe(true)
    shell.drains()
    expect(viewer.isInputPaused).toBe(false)
  })

  it('resizes to the last of a burst of sizes', async () => {
    const { shell, session } = aSession()
    session.attach(new FakeViewer('a'), hello())
    for (const cols of [81, 82, 83, 84]) session.resize('a', { cols, rows: 24 })
    await vi.advanceTimersByTimeAsync(0)
    expect(shell.sizes.at(-1)).toBe('84x24')
    expect(shell.sizes.length).toBeLessThan(4)
  })

  it('tells everybody when the shell ends, after its last output', () => {
    const { shell, session, seen } = aSession()
    const viewer = new FakeViewer('a')
    session.attach(viewer, hello())
    for (let i = 0; i < 20; i += 1) shell.prints('bye ')
    shell.exits(0)
    expect(viewer.text).toBe('bye '.repeat(20))
    expect(viewer.told.at(-1)).toEqual({ type: 'exit', code: 0 })
    expect(viewer.closedWith).toBe(1000)
    expect(seen.ends).toEqual([0])
  })
})
