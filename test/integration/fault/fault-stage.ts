import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Docker from 'dockerode'
import { DockerSandboxEngine } from '../../../server/src/adapters/docker/docker-sandbox-engine.ts'
import { DockerFaultEngine } from '../../../server/src/adapters/docker/fault-engine.ts'
import type { Fault, FaultOrder, FaultTools } from '../../../server/src/domain/fault/fault.ts'
import {
  controlNetworkName,
  engineLabels,
  engineName,
  networkName,
} from '../../../server/src/domain/sandbox/engine-names.ts'

const socketPath = process.env['DOCKER_SOCKET'] ?? '/var/run/docker.sock'
/** The shop's images have a script for it, and ask by themselves for nothing; nanoseconds. */
export const shopHealth = { Test: ['CMD', 'healthcheck'], Interval: 5e9, Timeout: 3e9, Retries: 3 }
const letters = (count: number) =>
  [...randomBytes(count)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('')

/** Time of the machine. */
export const realClock = {
  monotonic: () => performance.now(),
  now: () => Date.now(),
  sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
}

/** A sandbox network with services and containers labelled as the guard labels them, on the real engine. */
export class FaultStage {
  readonly docker = new Docker({ socketPath, host: undefined })
  readonly instance = `t-fault-${letters(6)}`
  readonly sandboxId = letters(10)
  readonly dataDir = mkdtempSync(join(tmpdir(), 'dojo-fault-'))
  readonly gatewayToken = letters(32)
  readonly options = {
    socketPath,
    instance: this.instance,
    dataDir: this.dataDir,
    gatewayImage: 'noops-dojo/gateway:0.1',
    imageTag: '0.1',
  }
  readonly engine = new DockerFaultEngine(this.options)
  readonly tools: FaultTools = { engine: this.engine, clock: realClock }
  #clientId = ''
  readonly labels = {
    [engineLabels.instance]: this.instance,
    [engineLabels.sandbox]: this.sandboxId,
    [engineLabels.role]: 'learner',
  }

  async open(): Promise<void> {
    await this.docker.createNetwork({
      Name: networkName(this.sandboxId),
      Driver: 'overlay',
      Internal: true,
      Attachable: true,
      Labels: { ...this.labels, [engineLabels.role]: 'network' },
    })
    const client = await this.docker.createContainer({
      Image: 'noops-dojo/chaos:0.1',
      Labels: { ...this.labels, [engineLabels.role]: 'helper' },
      HostConfig: { NetworkMode: networkName(this.sandboxId), Init: true },
    })
    await client.start()
    this.#clientId = client.id
  }

  /**
   * The container on the sandbox's network that no fault hits; '' before `open`. It also holds the network, as workstation
   * and gateway do in a real sandbox: a node drops a Swarm network with the last container on it, and one that starts
   * at that moment leaves an attachment behind that keeps the network for ever (Docker 20.10: CreateEndpoint fails after
   * the attachment).
   */
  get clientId(): string {
    return this.#clientId
  }

  /** Starts the gateway's container, joins it to the sandbox, and gives its control origin. */
  async gateway(): Promise<{ origin: string; sandboxEngine: DockerSandboxEngine }> {
    mkdirSync(join(this.dataDir, 'gateway'))
    writeFileSync(join(this.dataDir, 'gateway/token'), this.gatewayToken, { mode: 0o644 })
    const sandboxEngine = new DockerSandboxEngine(this.options)
    const { gatewayOrigin: origin } = await sandboxEngine.ensurePlatform()
    await sandboxEngine.joinGateway(this.sandboxId)
    return { origin, sandboxEngine }
  }

  /** Creates a service of the shop that Swarm restarts at once, and waits until its replicas run. */
  async service(name: string, image: string, replicas: number, failureAction = 'pause'): Promise<void> {
    // As the guard does: the image by id, its name in a label.
    const { Id: id } = await this.docker.getImage(`noops-dojo/${image}`).inspect()
    const labels = { ...this.labels, [engineLabels.image]: image }
    await this.docker.createService({
      Name: engineName(this.sandboxId, name),
      Labels: labels,
      Mode: { Replicated: { Replicas: replicas } },
      EndpointSpec: { Mode: 'dnsrr' },
      UpdateConfig: {
        Parallelism: 1,
        Delay: 0,
        FailureAction: failureAction,
        Monitor: 3e9,
        Order: 'start-first',
      },
      TaskTemplate: {
        ContainerSpec: { Image: id, Labels: labels, Init: true, HealthCheck: shopHealth },
        RestartPolicy: { Condition: 'any', Delay: 0 },
        Networks: [{ Target: networkName(this.sandboxId) }],
      },
    } as never)
    await this.until(async () => (await this.engine.victims(this.sandboxId, name)).length === replicas)
  }

  /** Starts a plain container of the shop with a restart policy. */
  async container(
    name: string,
    image: string,
    restart: string,
    env: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const container = await this.docker.createContainer({
      name: engineName(this.sandboxId, name),
      Image: `noops-dojo/${image}`,
      Env: Object.entries(env).map(([key, value]) => `${key}=${value}`),
      Labels: this.labels,
      HostConfig: { NetworkMode: networkName(this.sandboxId), RestartPolicy: { Name: restart }, Init: true },
    })
    await container.start()
    return container.id
  }

  order<P>(
    fault: Fault<P, never> | Fault<P, unknown>,
    target: string,
    given: object,
    lastsMs = 30_000,
  ): FaultOrder<P> {
    return {
      sandboxId: this.sandboxId,
      faultRunId: `f${letters(8)}`,
      target,
      params: fault.params.parse(given),
      deadlineAt: Date.now() + lastsMs,
    }
  }

  async helpers(faultRunId: string): Promise<Docker.ContainerInfo[]> {
    const filters = { label: [`dev.noops-dojo.fault=${faultRunId}`] }
    return this.docker.listContainers({ all: true, filters })
  }

  /** SIGKILLs the helper of a fault run, as a node that is short of memory would; false: it has ended already. */
  async killHelper(faultRunId: string): Promise<boolean> {
    const [helper] = await this.helpers(faultRunId)
    const { State } = await this.docker.getContainer(helper?.Id ?? '').inspect()
    // 0 is what the engine says of one that has ended, and `kill 0` would hit the test's own process group.
    if (State.Pid <= 1) return false
    process.kill(State.Pid, 'SIGKILL')
    return true
  }

  async until(isTrue: () => Promise<boolean>, withinMs = 40_000): Promise<void> {
    const giveUpAt = Date.now() + withinMs
    while (!(await isTrue())) {
      if (Date.now() > giveUpAt) throw new Error(`it did not happen within ${withinMs / 1000} s`)
      await realClock.sleep(100)
    }
  }

  async close(): Promise<void> {
    const filters = { label: [`${engineLabels.instance}=${this.instance}`] }
    for (const { ID } of await this.docker.listServices({ filters: JSON.stringify(filters) as never }))
      await this.docker.getService(ID).remove()
    await this.#removeContainers((id) => id !== this.#clientId)
    await this.#removeContainers(() => true)
    for (const name of [networkName(this.sandboxId), controlNetworkName(this.instance)])
      await this.until(() => this.#removeNetwork(name))
    rmSync(this.dataDir, { recursive: true, force: true })
  }

  #removeContainers(isMeant: (id: string) => boolean): Promise<void> {
    const filters = { label: [`${engineLabels.instance}=${this.instance}`] }
    return this.until(async () => {
      const all = await this.docker.listContainers({ all: true, filters })
      const left = all.filter(({ Id }) => isMeant(Id))
      await Promise.all(
        left.map(({ Id }) =>
          this.docker
            .getContainer(Id)
            .remove({ force: true, v: true })
            .catch(() => undefined),
        ),
      )
      return left.length === 0
    })
  }

  #removeNetwork(name: string): Promise<boolean> {
    const removal = this.docker.getNetwork(name).remove()
    return removal.then(
      () => true,
      (error: { statusCode?: number }) => error.statusCode === 404,
    )
  }
}
