import {
  DojoError,
  type ClockStep,
  type GatewayProbe,
  type HttpCheckResult,
  type ProbeSample,
} from '@noops-dojo/contracts'
import { ProbeGateway } from '../../domain/ports/engine/probe-gateway.ts'

type SampleListener = (probe: string, samples: ProbeSample[]) => void

/** A gateway in memory; tests give it the samples. */
export class FakeProbeGateway extends ProbeGateway {
  readonly probes = new Map<string, readonly GatewayProbe[]>()
  readonly origins: string[] = []
  readonly steps: ClockStep[] = []
  isAway = false
  #samples = new Map<string, ProbeSample[]>()
  #listeners = new Map<string, Set<SampleListener>>()

  /** Adds samples and tells those who listen. */
  emit(sandboxId: string, probe: string, samples: ProbeSample[]): void {
    const key = `${sandboxId}/${probe}`
    this.#samples.set(key, [...(this.#samples.get(key) ?? []), ...samples])
    for (const listener of this.#listeners.get(sandboxId) ?? []) listener(probe, samples)
  }

  isConnected(): boolean {
    return !this.isAway
  }

  connect(origin: string): void {
    this.origins.push(origin)
  }

  async setProbes(sandboxId: string, probes: readonly GatewayProbe[]): Promise<void> {
    this.#reach()
    this.probes.set(sandboxId, probes)
  }

  async drop(sandboxId: string): Promise<void> {
    this.#reach()
    this.probes.delete(sandboxId)
  }

  async listProbed(): Promise<string[]> {
    this.#reach()
    return [...this.probes.keys()]
  }

  async samples(sandboxId: string, probe: string, from: number, to: number): Promise<ProbeSample[]> {
    this.#reach()
    return (this.#samples.get(`${sandboxId}/${probe}`) ?? []).filter(([at]) => at >= from && at <= to)
  }

  async clockSteps(): Promise<ClockStep[]> {
    this.#reach()
    return this.steps
  }

  async check(): Promise<HttpCheckResult> {
    this.#reach()
    return { status: 200, body: 'ok', ms: 1, error: null }
  }

  subscribe(sandboxId: string, listener: SampleListener): () => void {
    const listeners = this.#listeners.get(sandboxId) ?? new Set()
    this.#listeners.set(sandboxId, listeners.add(listener))
    return () => listeners.delete(listener)
  }

  previewUpstream(): { origin: string; authorization: string } | undefined {
    return this.isAway ? undefined : { origin: 'http://127.0.0.1:1', authorization: 'Bearer fake' }
  }

  #reach(): void {
    if (this.isAway) throw new DojoError('GATEWAY_AWAY', 'The fake gateway is away.')
  }
}
