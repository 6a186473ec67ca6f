import { AttemptSampleStore, type AttemptSamples } from '../../domain/ports/store/attempt-sample-store.ts'

export class MemoryAttemptSampleStore extends AttemptSampleStore {
  readonly rows = new Map<string, AttemptSamples>()

  async save(samples: AttemptSamples): Promise<void> {
    this.rows.set(`${samples.attemptId}/${samples.probe}`, structuredClone(samples))
  }

  async list(attemptId: string): Promise<AttemptSamples[]> {
    const own = [...this.rows.values()].filter((each) => each.attemptId === attemptId)
    return structuredClone(own.sort((a, b) => (a.probe < b.probe ? -1 : 1)))
  }
}
