import { DojoError } from '@noops-dojo/contracts'
import { killScript, stopScript } from '../domain/fault/helper-script.ts'
import {
  FaultEngine,
  type HelperSpec,
  type TargetState,
  type Victim,
} from '../domain/ports/engine/fault-engine.ts'
import type { Clock } from '../domain/ports/clock.ts'

interface FakeContainer extends Victim {
  isRunning: boolean
  isPaused: boolean
  states: string
}

/** An engine side of faults in memory. Tests say through `onFault` what the system makes of a fault. */
export class FakeFaultEngine extends FaultEngine {
  readonly containers: FakeContainer[] = []
  readonly services = new Map<string, { image: string; version: number; updateState: string | null }>()
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

  async release(_sandboxId: string, service: string, image: string) {
    this.#reach()
    const found = this.services.get(service)
    if (!found) throw new DojoError('FAULT_TARGET_GONE', 'no such service')
    this.services.set(service, { image, version: found.version + 1, updateState: 'updating' })
    this.onFault('release', service)
    return { before: found.image, versionBefore: found.version }
  }

  async serviceImage(_sandboxId: string, service: string) {
    this.#reach()
    return this.services.get(service)
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
