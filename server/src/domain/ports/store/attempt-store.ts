import type { Attempt } from '@noops-dojo/contracts'

/** An attempt as stored; the seed stays secret until the verdict reveals it. */
export interface StoredAttempt extends Attempt {
  readonly seed: string
}

export abstract class AttemptStore {
  /** Throws DojoError ATTEMPT_RUNNING when the sandbox has an attempt that is not done. */
  abstract insert(attempt: StoredAttempt): Promise<void>
  abstract save(attempt: StoredAttempt): Promise<void>
  abstract find(id: string): Promise<StoredAttempt | undefined>
  abstract listOfSandbox(sandboxId: string): Promise<StoredAttempt[]>
  /** Attempts that were under way when a server died. */
  abstract listUnfinished(): Promise<StoredAttempt[]>
}
