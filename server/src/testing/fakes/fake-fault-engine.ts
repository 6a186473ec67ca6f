import { DojoError } from '@noops-dojo/contracts'
import { killScript, stopScript } from '../../domain/fault/helper-script.ts'
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
import type { Clock } from '../../domain/ports/clock.ts'

interface FakeContainer extends Victim {
  isRunning: boolean
  isPaused: boolean
  states: string
}

/** An engine side of faults in memory. Tests say through `onFault` what the system makes of a fault. */
export class FakeFaultEngine extends FaultEngine {
  readonly containers: FakeContainer[] = []
  readonly servicesByName = new Map<
    string,
    Pick<ServiceFacts, 'image' | 'version' | 'updateState'> & Partial<ServiceFacts>
  >()
  readonly limitsById = new Map<string, Partial<ContainerLimits>>()
  /** By `container id:path`. */
  readonly files = new Map<string, ContainerFile>()
  readonly helpers = new Map<string, HelperSpec[]>()
  onFault: (what: string, containerId: string) => void = () => undefined
  isAway = false
  /** A fault that is not injected although the command says so. */
  isToothless = false

  constructor(private readonly clock: Clock) {
    super()
  }

  add(target: string, slot = 1): FakeContainer {
    const container: FakeContainer = {
      containerId: `${target}-${slot}-${this.containers.length}`,
      containerName: `${target}.${slot}`,
      service: target,
      serviceId: target,
      hostPid: 1000 + this.containers.length,
      startedAt: `start ${this.containers.length}`,
      ...{ isRunning: true, isPaused: false, states: 'S' },
    }
    this.containers.push(container)
    return container
  }

  async victims(_sandboxId: string, target: string): Promise<Victim[]> {
    this.#reach()
    return this.containers.filter(({ service, isRunning }) => service === target && isRunning)
  }

  async state(containerId: string): Promise<TargetState> {
    this.#reach()
    const found = this.containers.find((each) => each.containerId === containerId)
    return {
      exists: found !== undefined,
      isRunning: found?.isRunning ?? false,
      isPaused: found?.isPaused ?? false,
      hostPid: found?.hostPid ?? 0,
      startedAt: found?.startedAt ?? '',
      processStates: found?.states ?? '',
    }
  }

  async runHelper({ argv }: HelperSpec): Promise<{ exitCode: number; output: string }> {
    this.#reach()
    const target = this.containers.find(({ containerId }) => containerId === argv[4])
    if (!target) return { exitCode: 3, output: '' }
    const now = this.clock.now()
    if (argv[2] === killScript && !this.isToothless) target.isRunning = false
    if (argv[2] === stopScript && !this.isToothless) target.states = 'T'
    if (argv[2] !== killScript && argv[2] !== stopScript) target.states = 'S'
    this.onFault(argv[2] === killScript ? 'kill' : 'signal', target.containerId)
    return { exitCode: 0, output: `before=${now} after=${now}` }
  }

  async startHelper(spec: HelperSpec): Promise<string> {
    this.#reach()
    this.helpers.set(spec.faultRunId, [...(this.helpers.get(spec.faultRunId) ?? []), spec])
    return `helper-of-${spec.faultRunId}`
  }

  async helperOutput(faultRunId: string): Promise<string> {
    this.#reach()
    const now = this.clock.now()
    return this.helpers.has(faultRunId) ? `before=${now} after=${now}` : ''
  }

  async removeHelpers(faultRunId: string): Promise<void> {
    this.#reach()
    this.helpers.delete(faultRunId)
  }

  async stop(containerId: string): Promise<void> {
    this.#change(containerId, 'stop', { isRunning: this.isToothless })
  }

  async start(containerId: string): Promise<void> {
    this.#change(containerId, 'start', { isRunning: true })
  }

  async pause(containerId: string): Promise<void> {
    this.#change(containerId, 'pause', { isPaused: !this.isToothless })
  }

  async unpause(containerId: string): Promise<void> {
    this.#change(containerId, 'unpause', { isPaused: false })
  }

  async services() {
    this.#reach()
    return [...this.servicesByName.keys()].sort()
  }

  async service(_sandboxId: string, service: string): Promise<ServiceFacts | undefined> {
    this.#reach()
    const found = this.servicesByName.get(service)
    return found && { replicas: 1, env: [], constraints: [], ...found }
  }

  async changeService(sandboxId: string, service: string, change: ServiceChange) {
    const before = await this.service(sandboxId, service)
    if (!before) throw new DojoError('FAULT_TARGET_GONE', 'no such service')
    const changed = { ...before, ...change, version: before.version + 1, updateState: 'updating' }
    this.servicesByName.set(service, changed)
    this.onFault(change.image === undefined ? 'change' : 'release', service)
    return { before }
  }

  async limits(containerId: string): Promise<ContainerLimits | undefined> {
    this.#reach()
    const none = { nanoCpus: 0, memoryBytes: 0, memorySwapBytes: 0, pids: 0 }
    return this.containers.some((each) => each.containerId === containerId)
      ? { ...none, ...this.limitsById.get(containerId) }
      : undefined
  }

  async setLimits(containerId: string, limits: Partial<ContainerLimits>): Promise<void> {
    this.#reach()
    this.limitsById.set(containerId, { ...this.limitsById.get(containerId), ...limits })
    this.onFault('limit', containerId)
  }

  async readFile(containerId: string, path: string): Promise<ContainerFile | undefined> {
    this.#reach()
    return this.files.get(`${containerId}:${path}`)
  }

  async writeFile(containerId: string, path: string, file: ContainerFile): Promise<void> {
    this.#reach()
    this.files.set(`${containerId}:${path}`, file)
    this.onFault('file', containerId)
  }

  async addresses(sandboxId: string, target: string): Promise<string[]> {
    return (await this.victims(sandboxId, target)).map((_, index) => `10.64.0.${10 + index}`)
  }

  #change(containerId: string, what: string, change: Partial<FakeContainer>): void {
    this.#reach()
    const target = this.containers.find((each) => each.containerId === containerId)
    if (target) Object.assign(target, change)
    this.onFault(what, containerId)
  }

  #reach(): void {
    if (this.isAway) throw new DojoError('ENGINE_AWAY', 'The fake engine is away.')
  }
}
