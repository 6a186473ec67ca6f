import type { ChildProcess } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { WsProbeGateway } from '../../server/src/adapters/gateway/ws-probe-gateway.ts'
import { UnixSandboxGuard } from '../../server/src/adapters/guard/unix-sandbox-guard.ts'
import { CryptoRandomSource } from '../../server/src/adapters/system/crypto-random-source.ts'
import { SystemClock } from '../../server/src/adapters/system/system-clock.ts'
import type { Lab } from '../../server/src/domain/lab/lab.ts'
import type { SandboxSettings } from '../../server/src/domain/sandbox/sandbox-settings.ts'
import type { Sandbox } from '../../server/src/domain/sandbox/sandbox.ts'
import { FakeLabCatalog } from '../../server/src/testing/a-lab.ts'
import {
  composeSandboxes,
  type ComposedSandboxes,
} from '../../server/src/testing/worlds/compose-sandboxes.ts'
import { MemoryLog } from '../../server/src/testing/fakes/memory-log.ts'
import {
  MemoryClassroomStore,
  MemoryCursorStore,
  MemoryEventLog,
  MemoryLeaseStore,
  MemorySandboxStore,
} from '../../server/src/testing/stores/index.ts'
import { EngineStage } from './engine-stage.ts'
import { endProcess, startGuard } from './guard-process.ts'

/** Real engine, real guard process, real gateway; only the database is in memory. */
export class SandboxStage extends EngineStage {
  readonly sandboxes = new MemorySandboxStore()
  readonly classrooms = new MemoryClassroomStore()
  readonly events = new MemoryEventLog()
  readonly leases = new MemoryLeaseStore()
  readonly cursors = new MemoryCursorStore()
  readonly random = new CryptoRandomSource()
  readonly clock = new SystemClock()
  readonly log = new MemoryLog()
  readonly guard = new UnixSandboxGuard(this.dataDir, this.log)
  readonly gateway = new WsProbeGateway(this.gatewayToken, this.log)
  readonly labs: FakeLabCatalog
  #guard: ChildProcess | undefined
  #servers: ComposedSandboxes[] = []

  constructor(...labs: Lab[]) {
    super()
    this.labs = new FakeLabCatalog(...labs)
  }

  async open(): Promise<void> {
    this.#guard = await startGuard(this.dataDir, this.instance)
  }

  /** A server on these parts that has begun to work. */
  server(settings: Partial<SandboxSettings> = {}): ComposedSandboxes {
    const server = composeSandboxes(this, {
      instance: this.instance,
      isPoolOn: false,
      reconcileEveryMs: 1_000,
      ...settings,
    })
    server.run.start()
    this.#servers.push(server)
    return server
  }

  async row(id: string): Promise<Sandbox> {
    const row = await this.sandboxes.find(id)
    if (!row) throw new Error(`no row ${id}`)
    return row
  }

  /** Folders of sockets and policies that are there. */
  folders(): string[] {
    return ['run', 'guard/sandboxes'].flatMap((folder) => {
      const path = join(this.dataDir, folder)
      return existsSync(path) ? readdirSync(path).map((name) => `${folder}/${name}`) : []
    })
  }

  override async close(): Promise<void> {
    for (const server of this.#servers) await server.run.stop()
    this.gateway.close()
    if (this.#guard) await endProcess(this.#guard)
    await super.close()
  }
}
