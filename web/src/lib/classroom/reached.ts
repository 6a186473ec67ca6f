import type { BoardRow } from '@noops-dojo/contracts'

/** What a learner reached in the sandbox that this page saw last: the row of somebody without one says nothing of it. */
export interface Reached {
  labId: string | null
  met: number
  total: number
}

/** Takes in a board: gives what is known of each learner, by their id. What `before` held of the others is kept. */
export const reachedBy = (
  rows: readonly BoardRow[],
  before: ReadonlyMap<string, Reached> = new Map(),
): Map<string, Reached> => {
  const known = new Map(before)
  for (const { learnerId, sandboxId, labId, met, total } of rows)
    if (sandboxId !== null && total > 0) known.set(learnerId, { labId, met, total })
  return known
}
