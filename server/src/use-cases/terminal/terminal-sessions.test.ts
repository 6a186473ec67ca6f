import { beforeEach, describe, expect, it } from 'vitest'
import type { Recording } from '../../domain/ports/index.ts'
import { FakeClock } from '../../testing/fakes/fake-clock.ts'
import { FakeRandomSource } from '../../testing/fakes/fake-random-source.ts'
import { FakeSandboxEngine } from '../../testing/fakes/fake-sandbox-engine.ts'
import { FakeShell } from '../../testing/fakes/fake-shell.ts'
import { MemoryLog } from '../../testing/fakes/memory-log.ts'
import { MemoryRecordingStore } from '../../testing/fakes/memory-recording-store.ts'
import { MemoryEventLog, MemorySandboxStore } from '../../testing/stores/index.ts'
import { RecordActivity } from '../sandbox/record-activity.ts'
import { TerminalSessions } from './terminal-sessions.ts'
import { TouchJournal } from './touch-journal.ts'

/** Recordings that count those that are open, and open as slowly as a test says. */
class CountedRecordings extends MemoryRecordingStore {
  openCount = 0
  disk: Promise<void> = Promise.resolve()

  override async open(sandboxId: string, terminal: string): Promise<Recording> {
    await this.disk
    this.openCount += 1
    const recording = await super.open(sandboxId, terminal)
    return { ...recording, close: async () => void (this.openCount -= 1) }
  }
}

let engine: FakeSandboxEngine
let recordings: CountedRecordings
let sessions: TerminalSessions
beforeEach(async () => {
  const clock = new FakeClock()
  engine = new FakeSandboxEngine()
  recordings = new CountedRecordings()
  sessions = new TerminalSessions(
    engine,
    recordings,
    new TouchJournal(new MemoryEventLog(), clock, new MemoryLog()),
    new RecordActivity(new MemorySandboxStore(), clock),
    clock,
    new FakeRandomSource(),
  )
})
const open = () => sessions.open('sandbox001', 'main', { cols: 80, rows: 24 })

describe('TerminalSessions', () => {
  it('opens one shell and one recording for two who come in the same moment', async () => {
    engine.openShell = async () => new FakeShell()
    const [first, second] = await Promise.all([open(), open()])
    expect(first).toBe(second)
    expect(recordings.openCount).toBe(1)
  })

  it('closes the recording of a shell that did not open, so that tries again do not use up the files', async () => {
    for (let i = 0; i < 3; i += 1) await expect(open()).rejects.toThrow()
    expect(recordings.openCount).toBe(0)
  })

  it('closes it also when the disk is slower than the engine’s no', async () => {
    let spin: () => void = () => undefined
    recordings.disk = new Promise((resolve) => (spin = resolve))
    const opening = expect(open()).rejects.toThrow()
    await new Promise((resolve) => setImmediate(resolve))
    spin()
    await opening
    expect(recordings.openCount).toBe(0)
  })

  it('keeps the recording open as long as the shell runs', async () => {
    await engine.createNetwork({ sandboxId: 'sandbox001', deadline: 0 } as never)
    await engine.createWorkstation({ sandboxId: 'sandbox001', deadline: 0 } as never)
    await open()
    expect(recordings.openCount).toBe(1)
    engine.shells[0]?.exits(0)
    expect(recordings.openCount).toBe(0)
  })
})
