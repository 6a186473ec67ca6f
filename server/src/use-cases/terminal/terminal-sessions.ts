import { Injectable } from '@nestjs/common'
import { DojoError, type TerminalSize } from '@noops-dojo/contracts'
import { Clock, RandomSource, RecordingStore, SandboxEngine } from '../../domain/ports/index.ts'
import { earlierOutput } from '../../domain/terminal/earlier-output.ts'
import { ringBytes, type SessionWatcher, TerminalSession } from '../../domain/terminal/terminal-session.ts'
import { closeCodes } from '../../domain/terminal/viewer.ts'
import { RecordActivity } from '../sandbox/record-activity.ts'
import { OutputRecorder } from './output-recorder.ts'
import { TouchJournal } from './touch-journal.ts'

/** A shell that nobody watches is read on for so long, so that a reload loses nothing; then its holder keeps it. */
const unwatchedMs = 60_000
/** Of a recording; as JSON, output is longer than it was. */
const earlierBytes = 2 * ringBytes
const terminalsPerSandbox = 8
const viewersPerTerminal = 16

interface Entry {
  readonly session: TerminalSession
  idleTimer: NodeJS.Timeout | undefined
}

/** The open terminals of this server: one shell for each sandbox and terminal name, whoever attaches. */
@Injectable()
export class TerminalSessions {
  readonly #opening = new Map<string, Promise<Entry>>()
  readonly #entries = new Map<string, Entry>()

  constructor(
    private readonly engine: SandboxEngine,
    private readonly recordings: RecordingStore,
    private readonly touches: TouchJournal,
    private readonly recordActivity: RecordActivity,
    private readonly clock: Clock,
    private readonly random: RandomSource,
  ) {}

  /** Gives the open session, or opens it with this window size. Throws ENGINE_AWAY, TOO_MANY_REQUESTS. */
  async open(sandboxId: string, terminal: string, size: TerminalSize): Promise<TerminalSession> {
    const key = `${sandboxId}/${terminal}`
    // In one turn: somebody who comes in between would open a second shell, and record into the same file.
    const entry = await (this.#entries.get(key) ?? this.#opening.get(key) ?? this.#start(key, size))
    if (entry.session.viewers >= viewersPerTerminal)
      throw new DojoError(
        'TOO_MANY_REQUESTS',
        `Terminal ${terminal} has ${viewersPerTerminal} viewers already.`,
      )
    return entry.session
  }

  /** Names of the terminals of a sandbox that are open here. */
  list(sandboxId: string): string[] {
    const prefix = `${sandboxId}/`
    return [...this.#entries.keys()]
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length))
  }

  /** Nest calls it when the server stops: shells go on in their holders, pages reconnect to the next server. */
  onModuleDestroy(): void {
    for (const { session } of this.#entries.values())
      session.close(closeCodes.serverRestarts, 'the server restarts')
  }

  #start(key: string, size: TerminalSize): Promise<Entry> {
    const opening = this.#openShell(key, size).finally(() => this.#opening.delete(key))
    this.#opening.set(key, opening)
    return opening
  }

  async #openShell(key: string, size: TerminalSize): Promise<Entry> {
    const [sandboxId, terminal] = key.split('/') as [string, string]
    const others = [...this.#entries.keys(), ...this.#opening.keys()].filter((other) =>
      other.startsWith(`${sandboxId}/`),
    )
    if (new Set(others).size >= terminalsPerSandbox)
      throw new DojoError(
        'TOO_MANY_REQUESTS',
        `A sandbox has ${terminalsPerSandbox} terminals at most; close one.`,
      )
    const opening = this.recordings.open(sandboxId, terminal).catch(() => undefined)
    const [shell, recording, newest] = await Promise.all([
      this.engine.openShell(sandboxId, terminal, { cols: size.cols, rows: size.rows }),
      opening,
      this.recordings.readNewest(sandboxId, terminal, earlierBytes).catch(() => ''),
    ]).catch(async (error: unknown) => {
      // Nobody else knows of it: each try while the engine is away would leave a file open.
      await (await opening)?.close()
      throw error
    })
    const earlier = recording?.isFull ? '' : newest
    const recorder =
      recording && new OutputRecorder(recording, size, `${sandboxId} ${terminal}`, this.clock.now())
    const watcher = this.#watcher(key, recorder)
    const entry: Entry = {
      session: new TerminalSession(
        shell,
        { epoch: this.random.secret(8), size, earlier: earlierOutput(earlier, ringBytes) },
        this.clock,
        watcher,
      ),
      idleTimer: undefined,
    }
    this.#entries.set(key, entry)
    // One that is opened ahead may never be looked at.
    this.#watchIdle(key, 0)
    return entry
  }

  #watcher(key: string, recorder: OutputRecorder | undefined): SessionWatcher {
    const [sandboxId, terminal] = key.split('/') as [string, string]
    return {
      onOutput: (bytes, at) => recorder?.output(bytes, at),
      onResize: (size, at) => recorder?.resize(size, at),
      onTyped: ({ actor }, bytes, at) => {
        this.touches.record(sandboxId, terminal, actor, bytes, at)
        this.recordActivity.execute(sandboxId).catch(() => undefined)
      },
      onAudience: (viewers) => this.#watchIdle(key, viewers),
      onEnd: (code, at) => {
        clearTimeout(this.#entries.get(key)?.idleTimer)
        this.#entries.delete(key)
        recorder?.end(code, at)
      },
    }
  }

  #watchIdle(key: string, viewers: number): void {
    const entry = this.#entries.get(key)
    clearTimeout(entry?.idleTimer)
    if (!entry || viewers > 0) return
    entry.idleTimer = setTimeout(() => entry.session.close(closeCodes.exited, 'nobody watches'), unwatchedMs)
    entry.idleTimer.unref()
  }
}
