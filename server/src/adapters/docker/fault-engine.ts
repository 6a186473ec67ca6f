import { setTimeout as sleep } from 'node:timers/promises'
import { DojoError } from '@noops-dojo/contracts'
import {
  FaultEngine,
  type ContainerFile,
  type ContainerLimits,
  type HelperSpec,
  type ServiceChange,
  type ServiceFacts,
  type TargetState,
  type Victim,
} from '../../domain/ports/engine/fault-engine.ts'
import { helperArgv, statesScript } from '../../domain/fault/helper-script.ts'
import { engineLabels } from '../../domain/sandbox/engine-names.ts'
import { EngineConnection } from './engine-connection.ts'
import { engineMessage } from './engine-errors.ts'
import type { DockerEngineOptions } from './engine-options.ts'
import { readContainerFile, writeContainerFile } from './fault-file.ts'
import { faultHelperOutput, removeFaultHelpers, runFaultHelper, startFaultHelper } from './fault-helper.ts'
import { readLimits, writeLimits } from './fault-limits.ts'
import { changeService, listServiceNames, readService } from './fault-service.ts'
import { addressesOf, readTargetState, runningVictims, sortedStates } from './fault-target.ts'

const freezeAttempts = 5

/** The engine's side of faults by dockerode. */
export class DockerFaultEngine extends FaultEngine {
  readonly #engine: EngineConnection
  readonly #options: DockerEngineOptions

  constructor(options: DockerEngineOptions, engine = new EngineConnection(options.socketPath)) {
    super()
    this.#engine = engine
    this.#options = options
  }

  victims(sandboxId: string, target: string): Promise<Victim[]> {
    return runningVictims(this.#engine, this.#options.instance, sandboxId, target)
  }

  state(containerId: string): Promise<TargetState> {
    return readTargetState(this.#engine, containerId, (sandboxId) =>
      this.#statesByHelper(sandboxId, containerId),
    )
  }

  runHelper(spec: HelperSpec): Promise<{ exitCode: number; output: string }> {
    return runFaultHelper(this.#engine, this.#options, spec)
  }

  startHelper(spec: HelperSpec): Promise<string> {
    return startFaultHelper(this.#engine, this.#options, spec)
  }

  helperOutput(faultRunId: string): Promise<string> {
    return faultHelperOutput(this.#engine, this.#options.instance, faultRunId)
  }

  removeHelpers(faultRunId: string): Promise<void> {
    return removeFaultHelpers(this.#engine, this.#options.instance, faultRunId)
  }

  async stop(containerId: string, graceSeconds: number): Promise<void> {
    await this.#assertLearners(containerId)
    await this.#engine.callUnless([304, 404], 'stop container', (docker) =>
      docker.getContainer(containerId).stop({ t: Math.ceil(graceSeconds) }),
    )
  }

  async start(containerId: string): Promise<void> {
    await this.#assertLearners(containerId)
    await this.#engine.callUnless([304], 'start container', (docker) =>
      docker.getContainer(containerId).start(),
    )
  }

  async pause(containerId: string): Promise<void> {
    await this.#assertLearners(containerId)
    for (let attempt = 1; ; attempt += 1)
      try {
        return await this.#engine.call('pause container', (docker) =>
          docker.getContainer(containerId).pause(),
        )
      } catch (error) {
        // A process that starts meanwhile, a health check say, defeats the freezer of cgroup v1; runc has thawed it.
        if (attempt === freezeAttempts || !/unable to freeze/.test(engineMessage(error))) throw error
        await sleep(200)
      }
  }

  /** A container that is gone or not paused (any more) is fine. */
  async unpause(containerId: string): Promise<void> {
    await this.#engine.callUnless([404, 409, 500], 'unpause container', (docker) =>
      docker.getContainer(containerId).unpause(),
    )
  }

  services(sandboxId: string): Promise<string[]> {
    return listServiceNames(this.#engine, this.#options.instance, sandboxId)
  }

  service(sandboxId: string, service: string): Promise<ServiceFacts | undefined> {
    return readService(this.#engine, this.#options.instance, sandboxId, service)
  }

  changeService(
    sandboxId: string,
    service: string,
    change: ServiceChange,
  ): Promise<{ before: ServiceFacts }> {
    return changeService(this.#engine, this.#options.instance, sandboxId, service, change)
  }

  limits(containerId: string): Promise<ContainerLimits | undefined> {
    return readLimits(this.#engine, containerId)
  }

  async setLimits(containerId: string, limits: Partial<ContainerLimits>): Promise<void> {
    await this.#assertLearners(containerId)
    await writeLimits(this.#engine, containerId, limits)
  }

  readFile(containerId: string, path: string): Promise<ContainerFile | undefined> {
    return readContainerFile(this.#engine, containerId, path)
  }

  async writeFile(containerId: string, path: string, file: ContainerFile): Promise<void> {
    await this.#assertLearners(containerId)
    await writeContainerFile(this.#engine, containerId, path, file)
  }

  addresses(sandboxId: string, target: string): Promise<string[]> {
    return addressesOf(this.#engine, this.#options.instance, sandboxId, target)
  }

  async #statesByHelper(sandboxId: string, containerId: string): Promise<string> {
    const argv = helperArgv(statesScript, containerId)
    const namespaces = { pid: 'host' } as const
    const helper = { sandboxId, faultRunId: 'states', argv, namespaces, capabilities: [], maxMs: 15_000 }
    const { output } = await this.runHelper(helper)
    return sortedStates(output.split('\n').filter((line) => line !== ''))
  }

  /** The last gate before a fault: only a learner's container of this instance is ever hit. */
  async #assertLearners(containerId: string): Promise<void> {
    const found = await this.#engine.callUnless([404], 'inspect container', (docker) =>
      docker.getContainer(containerId).inspect(),
    )
    const labels = found?.Config.Labels ?? {}
    if (found === undefined)
      throw new DojoError('FAULT_TARGET_GONE', 'the target of the fault is gone; try again')
    const isOwn =
      labels[engineLabels.instance] === this.#options.instance && labels[engineLabels.role] === 'learner'
    if (!isOwn || labels[engineLabels.sandbox] === undefined)
      throw new DojoError('FAULT_INVALID', `${found.Name.slice(1)} belongs to no sandbox of this dojo`)
  }
}
