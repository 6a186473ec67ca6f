import type { ProbeSample } from '@noops-dojo/contracts'

export type SampleListener = (probe: string, samples: ProbeSample[]) => void

/** Who wants the samples of which sandbox, and up to when each probe was passed on. */
export class SampleFeed {
  readonly #listeners = new Map<string, Set<SampleListener>>()
  readonly #passedOn = new Map<string, Map<string, number>>()

  subscribe(sandboxId: string, listener: SampleListener): () => void {
    const listeners = this.#listeners.get(sandboxId) ?? new Set()
    const entry: SampleListener = (probe, samples) => listener(probe, samples)
    this.#listeners.set(sandboxId, listeners.add(entry))
    return () => {
      listeners.delete(entry)
      if (listeners.size > 0) return
      this.#listeners.delete(sandboxId)
      this.#passedOn.delete(sandboxId)
    }
  }

  passOn(sandboxId: string, probe: string, samples: ProbeSample[]): void {
    const listeners = this.#listeners.get(sandboxId)
    const last = samples.at(-1)
    if (!listeners || !last) return
    const probes = this.#passedOn.get(sandboxId) ?? new Map<string, number>()
    this.#passedOn.set(sandboxId, probes.set(probe, Math.max(last[0], probes.get(probe) ?? 0)))
    for (const listener of listeners) listener(probe, samples)
  }

  /** Probes whose samples stopped when the link broke, with the time of the last one. */
  interrupted(): { sandboxId: string; probe: string; lastAt: number }[] {
    return [...this.#passedOn].flatMap(([sandboxId, probes]) =>
      [...probes].map(([probe, lastAt]) => ({ sandboxId, probe, lastAt })),
    )
  }
}
