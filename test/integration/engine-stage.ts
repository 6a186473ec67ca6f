import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Docker from 'dockerode'
import { DockerSandboxEngine } from '../../server/src/adapters/docker/docker-sandbox-engine.ts'
import type { DockerEngineOptions } from '../../server/src/adapters/docker/engine-options.ts'
import { listObjects } from '../../server/src/adapters/docker/lifecycle/sandbox-objects.ts'
import { EngineConnection } from '../../server/src/adapters/docker/engine-connection.ts'
import type { SandboxSpec } from '../../server/src/domain/ports/index.ts'
import { controlNetworkName, gatewayName } from '../../server/src/domain/sandbox/engine-names.ts'

const letters = (count: number): string =>
  [...randomBytes(count)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('')

export const socketPath = process.env.DOCKER_SOCKET ?? '/var/run/docker.sock'

/** An instance of its own on the real engine, with its own data folder; `close` removes all of it. */
export class EngineStage {
  readonly docker = new Docker({ socketPath, host: undefined })
  readonly instance = `t-box-${letters(6)}`
  readonly dataDir = mkdtempSync(join(tmpdir(), 'dojo-engine-'))
  readonly gatewayToken = randomBytes(24).toString('hex')
  readonly options: DockerEngineOptions = {
    socketPath,
    instance: this.instance,
    dataDir: this.dataDir,
    gatewayImage: 'noops-dojo/gateway:0.1',
    imageTag: '0.1',
  }
  readonly engine = new DockerSandboxEngine(this.options)
  #specs: SandboxSpec[] = []

  constructor() {
    mkdirSync(join(this.dataDir, 'gateway'), { recursive: true, mode: 0o755 })
    writeFileSync(join(this.dataDir, 'gateway/token'), `${this.gatewayToken}\n`, { mode: 0o644 })
  }

  /** A sandbox that nobody else has, with the folders that the guard would make. */
  spec(): SandboxSpec {
    const sandboxId = letters(10)
    const dirs = ['learner', 'judge'].map((side) => join(this.dataDir, 'run', sandboxId, side))
    for (const dir of dirs) mkdirSync(dir, { recursive: true, mode: 0o755 })
    const spec = {
      sandboxId,
      labId: 'test',
      image: 'workstation',
      deadline: Date.now() + 3_600_000,
      learnerSocketDir: dirs[0] as string,
      judgeSocketDir: dirs[1] as string,
      env: { PORT: '18080' },
    }
    this.#specs.push(spec)
    return spec
  }

  /** Everything of this instance that the engine has, as `kind role`; the gateway left out. */
  async leftovers(): Promise<string[]> {
    const objects = await listObjects(new EngineConnection(socketPath), this.instance)
    return objects
      .filter(({ labels }) => labels['dev.noops-dojo.role'] !== 'gateway')
      .map(
        ({ kind, labels }) => `${kind} ${labels['dev.noops-dojo.role']} ${labels['dev.noops-dojo.sandbox']}`,
      )
      .sort()
  }

  async close(): Promise<void> {
    for (const { sandboxId } of await this.engine.listOwned()) await this.engine.destroy(sandboxId)
    await this.docker
      .getContainer(gatewayName(this.instance))
      .remove({ force: true })
      .catch(() => undefined)
    await this.docker
      .getNetwork(controlNetworkName(this.instance))
      .remove()
      .catch(() => undefined)
    rmSync(this.dataDir, { recursive: true, force: true })
  }
}
