import type { Attempt } from '@noops-dojo/contracts'
import type { StoredAttempt } from '../ports/store/attempt-store.ts'

/** An attempt as its learner may see it. The seed foretells moment and victim: nothing else may take it off. */
export const viewAttempt = ({ seed: _sealed, ...attempt }: StoredAttempt): Attempt => attempt

/** The seed, once the verdict has revealed it; null before. */
export const revealedSeed = ({ seed, verdict }: StoredAttempt): string | null =>
  verdict === null ? null : seed
