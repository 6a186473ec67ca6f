import { DojoError } from '@noops-dojo/contracts'
import {
  SandboxEngine,
  type Command,
  type CommandResult,
  type EngineEvent,
  type EngineHealth,
  type EnginePlatform,
  type FileEntry,
  type OwnedSandbox,
  type SandboxSpec,
  type Shell,
} from '../../domain/ports/engine/sandbox-engine.ts'
import type { SandboxPart } from '../../domain/sandbox/engine-names.ts'
import { FakeShell } from './fake-shell.ts'

/** What the fake engine holds of one sandbox. */
export interface FakeParts {
  deadline: number
  hasNetwork: boolean
  workstation: 'absent' | 'stopped' | 'running'
  judge: 'absent' | 'stopped' | 'running'
  isGatewayJoined: boolean
  files: Map<string, Uint8Array>
  terminals: Set<string>
  /** Commands that were run, as `part: argv`. */
  commands: string[]
  /** Engine objects of the learner. */
  learnerObjects: number
}

const fresh = (deadline: number): FakeParts => ({
  deadline,
  hasNetwork: false,
  workstation: 'absent',
  judge: 'absent',
  isGatewayJoined: false,
  files: new Map(),
  terminals: new Set(),
  commands: [],
  learnerObjects: 0,
})

/** An engine in memory with the port’s contract: idempotent calls, parts that depend on each other. */
export class FakeSandboxEngine extends SandboxEngine {
  readonly sandboxes = new Map<string, FakeParts>()
  readonly images = new Set(['workstation'])
  /** Set to make every call fail as a dead engine does. */
  isAway = false
  /** What a command answers; default: exit code 0, its own words on stdout for `echo`. */
  answer: (command: Command, part: SandboxPart) => Partial<CommandResult> = ({ argv }) =>
    argv[0] === 'echo' ? { stdout: `${argv.slice(1).join(' ')}\n` } : {}
  readonly shells: FakeShell[] = []
  #listeners = new Set<(event: EngineEvent) => void>()

  /** Tells those who watch. */
  emit(event: EngineEvent): void {
    for (const listener of this.#listeners) listener(event)
  }

  async health(): Promise<EngineHealth> {
    return { ok: !this.isAway, version: this.isAway ? null : 'fake', detail: 'in memory' }
  }

  async ensurePlatform(): Promise<EnginePlatform> {
    this.#reach()
    return { gatewayOrigin: 'http://127.0.0.1:1', notJoined: {} }
  }

  async createNetwork({ sandboxId, deadline }: SandboxSpec): Promise<void> {
    this.#reach()
    const parts = this.sandboxes.get(sandboxId) ?? fresh(deadline)
    parts.hasNetwork = true
    this.sandboxes.set(sandboxId, parts)
  }

  async createWorkstation({ sandboxId }: SandboxSpec): Promise<void> {
    this.#withNetwork(sandboxId).workstation = 'running'
  }

  async createJudge({ sandboxId, judgeFiles }: SandboxSpec): Promise<void> {
    const parts = this.#withNetwork(sandboxId)
    for (const { path, bytes } of judgeFiles?.files ?? [])
      parts.files.set(`judge:${judgeFiles?.folder}/${path}`, bytes)
    parts.judge = 'running'
  }

  async joinGateway(sandboxId: string): Promise<void> {
    this.#withNetwork(sandboxId).isGatewayJoined = true
  }

  async putFiles(
    sandboxId: string,
    part: SandboxPart,
    folder: string,
    files: readonly FileEntry[],
  ): Promise<void> {
    if (files.length === 0) return
    const parts = this.#running(sandboxId, part)
    for (const { path, bytes } of files) {
      if (path.startsWith('/') || path.split('/').includes('..'))
        throw new DojoError('SUBMISSION_INVALID', `The file name "${path}" leads out of its folder.`)
      parts.files.set(`${part}:${folder}/${path}`, bytes)
    }
  }

  async run(sandboxId: string, part: SandboxPart, command: Command): Promise<CommandResult> {
    const parts = this.#running(sandboxId, part)
    parts.commands.push(`${part}: ${command.argv.join(' ')}`)
    return {
      exitCode: 0,
      stdout: '',
      stderr: '',
      isTruncated: false,
      ms: 1,
      ...this.answer(command, part),
    }
  }

  async openShell(sandboxId: string, terminal: string): Promise<Shell> {
    this.#running(sandboxId, 'workstation').terminals.add(terminal)
    const shell = new FakeShell()
    this.shells.push(shell)
    return shell
  }

  async listTerminals(sandboxId: string): Promise<string[]> {
    return [...this.#running(sandboxId, 'workstation').terminals].sort()
  }

  async destroy(sandboxId: string): Promise<{ left: number }> {
    this.#reach()
    this.sandboxes.delete(sandboxId)
    return { left: 0 }
  }

  async listOwned(): Promise<OwnedSandbox[]> {
    this.#reach()
    return [...this.sandboxes].map(([sandboxId, parts]) => ({
      sandboxId,
      deadline: parts.deadline,
      hasNetwork: parts.hasNetwork,
      hasWorkstation: parts.workstation !== 'absent',
      isWorkstationRunning: parts.workstation === 'running',
      isJudgeRunning: parts.judge === 'running',
      objects:
        Number(parts.hasNetwork) +
        Number(parts.workstation !== 'absent') +
        Number(parts.judge !== 'absent') +
        parts.learnerObjects,
    }))
  }

  watch(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async missingImages(names: readonly string[]): Promise<string[]> {
    this.#reach()
    return [...names, 'workstation'].filter((name) => !this.images.has(name))
  }

  #reach(): void {
    if (this.isAway) throw new DojoError('ENGINE_AWAY', 'The fake engine is away.')
  }

  #withNetwork(sandboxId: string): FakeParts {
    this.#reach()
    const parts = this.sandboxes.get(sandboxId)
    if (!parts?.hasNetwork) throw new Error(`network s${sandboxId} not found`)
    return parts
  }

  #running(sandboxId: string, part: SandboxPart): FakeParts {
    this.#reach()
    const parts = this.sandboxes.get(sandboxId)
    if (parts?.[part] !== 'running')
      throw new DojoError('SANDBOX_NOT_READY', `The ${part} of sandbox ${sandboxId} does not run.`)
    return parts
  }
}
