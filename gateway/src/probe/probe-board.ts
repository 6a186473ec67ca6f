import { isDeepStrictEqual } from 'node:util'
import type { ClockStep, GatewayProbe, ProbeSample } from '@noops-dojo/contracts'
import type { Clock } from '../clock.ts'
import { PhaseSpread } from './phase-spread.ts'
import { ProbeRunner } from './probe-runner.ts'
import type { ResolveHost } from './resolve-host.ts'

export type SampleListener = (sandboxId: string, name: string, sample: ProbeSample) => void

/** All probes of all sandboxes. They run whether or not a server is connected. */
export class ProbeBoard {
  readonly #runners = new Map<string, Map<string, ProbeRunner>>()
  readonly #listeners = new Set<SampleListener>()
  readonly #phases = new PhaseSpread()
  readonly #clock: Clock
  readonly #resolveHost: ResolveHost

  constructor(clock: Clock, resolveHost: ResolveHost) {
    this.#clock = clock
    this.#resolveHost = resolveHost
  }

  /** Makes the probes of a sandbox be exactly these. One that did not change goes on and keeps its samples. */
  set(sandboxId: string, probes: readonly GatewayProbe[]): void {
    const before = this.#runners.get(sandboxId) ?? new Map<string, ProbeRunner>()
    const after = new Map<string, ProbeRunner>()
    for (const spec of probes) {
      const there = before.get(spec.name)
      after.set(
        spec.name,
        there && isDeepStrictEqual(there.spec, spec) ? there : this.#start(sandboxId, spec),
      )
    }
    for (const [name, runner] of before) if (after.get(name) !== runner) runner.stop()
    if (after.size === 0) this.#runners.delete(sandboxId)
    else this.#runners.set(sandboxId, after)
  }

  drop(sandboxId: string): void {
    this.set(sandboxId, [])
  }

  /** Samples of a probe in [from, to] by scheduled start, oldest first; none for an unknown probe. */
  window(sandboxId: string, name: string, from: number, to: number): ProbeSample[] {
    return this.#runners.get(sandboxId)?.get(name)?.window(from, to) ?? []
  }

  /** When the machine's clock was set, as far as the probes have noticed. */
  clockSteps(): readonly ClockStep[] {
    this.#clock.now()
    return this.#clock.steps
  }

  list(): GatewayProbe[] {
    return [...this.#runners.values()].flatMap((probes) => [...probes.values()].map((runner) => runner.spec))
  }

  listen(listener: SampleListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  stop(): void {
    for (const sandboxId of [...this.#runners.keys()]) this.drop(sandboxId)
  }

  #start(sandboxId: string, spec: GatewayProbe): ProbeRunner {
    const startAt = this.#phases.nextStart(this.#clock.now(), spec.everyMs)
    return new ProbeRunner(spec, this.#clock, this.#resolveHost, startAt, (sample) => {
      for (const listener of this.#listeners) listener(sandboxId, spec.name, sample)
    })
  }
}
