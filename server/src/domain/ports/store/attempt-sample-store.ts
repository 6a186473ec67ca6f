import type { ProbeSample } from '@noops-dojo/contracts'

/** The samples of one probe that the verdict of an attempt rests on. The gateway forgets them after ten minutes. */
export interface AttemptSamples {
  readonly attemptId: string
  readonly sandboxId: string
  readonly probe: string
  readonly everyMs: number
  readonly timeoutMs: number
  /** By scheduled start. */
  readonly samples: readonly ProbeSample[]
}

export abstract class AttemptSampleStore {
  /** Keeps them; what was kept of the same attempt and probe before is replaced. */
  abstract save(samples: AttemptSamples): Promise<void>
  /** Those of one attempt, by probe. */
  abstract list(attemptId: string): Promise<AttemptSamples[]>
}
