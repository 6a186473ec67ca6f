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
import { catalogueImage, partName, type SandboxPart } from '../../domain/sandbox/engine-names.ts'
import { EngineConnection } from './engine-connection.ts'
import { engineMessage, hasStatus } from './engine-errors.ts'
import { imageReference, type DockerEngineOptions } from './engine-options.ts'
import { EventWatch } from './events/event-watch.ts'
import { runCommand } from './exec/run-command.ts'
import { openTerminal, terminalsOf } from './exec/terminals.ts'
import { ensureControlNetwork, ensureSwarm } from './gateway/control-network.ts'
import { ensureGateway } from './gateway/gateway-container.ts'
import { GatewayMembership } from './gateway/gateway-membership.ts'
import { destroySandbox } from './lifecycle/destroy.ts'
import { listOwnedSandboxes } from './lifecycle/listing.ts'
import { putFilesInto } from './parts/files.ts'
import { createSandboxNetwork } from './parts/network.ts'
import { createPart } from './parts/part-container.ts'

/** Docker Engine in Swarm mode as the platform’s engine. */
export class DockerSandboxEngine extends SandboxEngine {
  readonly #engine: EngineConnection
  readonly #options: DockerEngineOptions
  readonly #membership: GatewayMembership
  #platform: Promise<EnginePlatform> | undefined

  constructor(options: DockerEngineOptions, engine = new EngineConnection(options.socketPath)) {
    super()
    this.#engine = engine
    this.#options = options
    this.#membership = new GatewayMembership(engine, options.instance)
  }

  async health(): Promise<EngineHealth> {
    try {
      const version = await this.#engine.call('read version', (docker) => docker.version(), 5_000)
      return { ok: true, version: version.Version, detail: `API ${version.ApiVersion}` }
    } catch (error) {
      return { ok: false, version: null, detail: engineMessage(error) }
    }
  }

  /** Callers at the same time share one run: two of them making the gateway would get in each other’s way. */
  ensurePlatform(): Promise<EnginePlatform> {
    this.#platform ??= this.#ensurePlatform().finally(() => (this.#platform = undefined))
    return this.#platform
  }

  async #ensurePlatform(): Promise<EnginePlatform> {
    await ensureSwarm(this.#engine)
    await ensureControlNetwork(this.#engine, this.#options.instance)
    const { origin, networks } = await ensureGateway(this.#engine, this.#options)
    const notJoined = await this.#membership.joinRest(networks)
    return { gatewayOrigin: origin, notJoined }
  }

  createNetwork(spec: SandboxSpec): Promise<void> {
    return createSandboxNetwork(this.#engine, this.#options.instance, spec)
  }

  createWorkstation(spec: SandboxSpec): Promise<void> {
    return createPart(this.#engine, this.#options, spec, 'workstation')
  }

  createJudge(spec: SandboxSpec): Promise<void> {
    return createPart(this.#engine, this.#options, spec, 'judge')
  }

  async joinGateway(sandboxId: string): Promise<void> {
    // The gateway may be being made, or be made anew, right now.
    await this.#platform
    try {
      await this.#membership.join(sandboxId)
    } catch (error) {
      if (!hasStatus(error, 404)) throw error
      await this.ensurePlatform()
      await this.#membership.join(sandboxId)
    }
  }

  putFiles(
    sandboxId: string,
    part: SandboxPart,
    folder: string,
    files: readonly FileEntry[],
    owner: { uid: number; gid: number },
  ): Promise<void> {
    return putFilesInto(this.#engine, sandboxId, part, { folder, files, owner })
  }

  run(sandboxId: string, part: SandboxPart, command: Command): Promise<CommandResult> {
    return runCommand(this.#engine, partName(sandboxId, part), command)
  }

  openShell(sandboxId: string, terminal: string, size: { cols: number; rows: number }): Promise<Shell> {
    return openTerminal(this.#engine, sandboxId, terminal, size)
  }

  listTerminals(sandboxId: string): Promise<string[]> {
    return terminalsOf(this.#engine, sandboxId)
  }

  destroy(sandboxId: string): Promise<{ left: number }> {
    return this.#membership.leaveFor(sandboxId, () =>
      destroySandbox(this.#engine, this.#options.instance, sandboxId),
    )
  }

  listOwned(): Promise<OwnedSandbox[]> {
    return listOwnedSandboxes(this.#engine, this.#options.instance)
  }

  watch(listener: (event: EngineEvent) => void): () => void {
    return new EventWatch(this.#engine, this.#options.instance, listener).start()
  }

  /** Looks for the workstation’s image too. */
  async missingImages(names: readonly string[]): Promise<string[]> {
    const wanted = [
      ...names.map((name) => ({ name, image: catalogueImage(name) })),
      { name: 'workstation', image: imageReference(this.#options, 'workstation') },
    ]
    const found = await Promise.all(
      wanted.map(({ image }) =>
        this.#engine.callUnless([404], 'inspect image', (docker) => docker.getImage(image).inspect()),
      ),
    )
    return wanted.filter((_each, index) => found[index] === undefined).map(({ name }) => name)
  }
}
