import type { Actor } from '@noops-dojo/contracts'

/** Where the parts of a sandbox run and under which limits. */
export interface SandboxSpec {
  readonly sandboxId: string
  readonly labId: string
  /** Image name of workstation and judge, without the tag: `workstation`. */
  readonly image: string
  readonly deadline: number
  readonly learnerSocketDir: string
  readonly judgeSocketDir: string
  /** Environment of the workstation (public parameters). */
  readonly env: Record<string, string>
  /** Laid into the judge’s `folder`, owned by root, before it starts: a judge is never without its checks. */
  readonly judgeFiles?: { readonly folder: string; readonly files: readonly FileEntry[] }
}

export interface Command {
  readonly argv: readonly string[]
  readonly env?: Record<string, string>
  readonly cwd?: string
  readonly user?: string
  readonly stdin?: Uint8Array
  readonly timeoutMs: number
  /** Output beyond this is dropped, the newest is kept. Default 64 KiB. */
  readonly maxOutputBytes?: number
  readonly signal?: AbortSignal
}

export interface CommandResult {
  /** Null: killed at the timeout. */
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
  readonly isTruncated: boolean
  readonly ms: number
}

/** A terminal’s bytes. Nothing is decoded. */
export interface Shell {
  /** The bytes are good only until the listener returns: their buffer is read into again. */
  onData(listener: (bytes: Uint8Array) => void): void
  /** Called once; the code is null when the engine did not say. */
  onExit(listener: (code: number | null) => void): void
  /** False: the caller is to wait for `onDrain` before it writes more. */
  write(bytes: Uint8Array): boolean
  onDrain(listener: () => void): void
  resize(cols: number, rows: number): Promise<void>
  pause(): void
  resume(): void
  close(): void
}

export interface FileEntry {
  readonly path: string
  readonly bytes: Uint8Array
  readonly mode: number
}

/** What the engine has of a sandbox; read from labels alone. */
export interface OwnedSandbox {
  readonly sandboxId: string
  readonly deadline: number | null
  readonly hasNetwork: boolean
  /** False: its files are gone; true and not running: it can be started again with its files. */
  readonly hasWorkstation: boolean
  readonly isWorkstationRunning: boolean
  readonly isJudgeRunning: boolean
  /** Containers, services, networks, volumes, secrets, configs and images of the sandbox. */
  readonly objects: number
}

export interface EngineEvent {
  readonly at: number
  readonly sandboxId: string
  readonly type: string
  readonly action: string
  /** Short name as the learner knows it; null for platform objects. */
  readonly name: string | null
  readonly role: string | null
  readonly service: string | null
  readonly exitCode: number | null
  readonly by: Actor
  readonly attributes: Record<string, string>
}

export interface EngineHealth {
  readonly ok: boolean
  readonly version: string | null
  readonly detail: string
}

/** What every sandbox stands on. */
export interface EnginePlatform {
  /** Where the gateway’s control channel is: http://127.0.0.1:port. */
  readonly gatewayOrigin: string
  /** Sandboxes that the gateway could not be joined to, with the reason; tried again each time. */
  readonly notJoined: Readonly<Record<string, string>>
}

/**
 * The engine in the domain’s words. Every call is idempotent and may throw DojoError ENGINE_AWAY.
 * Steps of a sandbox’s creation are calls of their own, so that a crash between two of them loses nothing.
 */
export abstract class SandboxEngine {
  abstract health(): Promise<EngineHealth>
  /** Swarm, control network and gateway container, which is joined to every sandbox that has a network. */
  abstract ensurePlatform(): Promise<EnginePlatform>
  abstract createNetwork(spec: SandboxSpec): Promise<void>
  abstract createWorkstation(spec: SandboxSpec): Promise<void>
  abstract createJudge(spec: SandboxSpec): Promise<void>
  abstract joinGateway(sandboxId: string): Promise<void>
  /** Writes deadline labels’ durable twin where the engine cannot change labels of running containers (no-op allowed). */
  abstract putFiles(
    sandboxId: string,
    part: 'workstation' | 'judge',
    folder: string,
    files: readonly FileEntry[],
    owner: { uid: number; gid: number },
  ): Promise<void>
  abstract run(sandboxId: string, part: 'workstation' | 'judge', command: Command): Promise<CommandResult>
  /** Attaches to (or creates) the held session `terminal` in the workstation. */
  abstract openShell(
    sandboxId: string,
    terminal: string,
    size: { cols: number; rows: number },
  ): Promise<Shell>
  /** Names of the held terminals. */
  abstract listTerminals(sandboxId: string): Promise<string[]>
  /** Removes everything of the sandbox; gives how many objects are left (0 when verified by listing). */
  abstract destroy(sandboxId: string): Promise<{ left: number }>
  abstract listOwned(): Promise<OwnedSandbox[]>
  /** Engine events of this instance’s sandboxes from now on; reconnects by itself; gives the function that ends it. */
  abstract watch(listener: (event: EngineEvent) => void): () => void
  /** True when all these catalogue images (`shop-web:1.0`) and the workstation exist. */
  abstract missingImages(names: readonly string[]): Promise<string[]>
}
