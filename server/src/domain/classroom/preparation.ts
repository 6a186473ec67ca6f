import type { Preparation } from '@noops-dojo/contracts'
import type { Sandbox } from '../sandbox/sandbox.ts'

/** An evening. What nobody withdraws must not hold a host for ever. */
export const preparationLifeMs = 4 * 3_600_000

/** How many of a class started the lab since. What failed does not count: its learner starts again. */
export const takenOf = ({ labId, since }: Preparation, ofClassroom: readonly Sandbox[]): number =>
  ofClassroom.filter(
    (sandbox) =>
      sandbox.labId === labId &&
      sandbox.state !== 'failed' &&
      (sandbox.claimedAt ?? sandbox.createdAt) >= since,
  ).length

/** How many are still expected. `ofClassroom`: sandboxes of its learners, those that are over too. */
export const expectedOf = (preparation: Preparation, ofClassroom: readonly Sandbox[]): number =>
  Math.max(0, preparation.count - takenOf(preparation, ofClassroom))
