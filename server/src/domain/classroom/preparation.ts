import type { Preparation } from '@noops-dojo/contracts'
import { isActive } from '../sandbox/sandbox-state.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'

/** An evening. What nobody withdraws must not hold a host for ever. */
export const preparationLifeMs = 4 * 3_600_000

/** What is asked of a sandbox to count who started a lab. */
export type LabStart = Pick<Sandbox, 'labId' | 'state' | 'learnerId' | 'createdAt' | 'claimedAt'>

/**
 * How many learners of a class started the lab since, or are in it from before. Learners, not sandboxes: who starts again
 * needs another one. What failed does not count: its learner starts again.
 */
export const takenOf = ({ labId, since }: Preparation, ofClassroom: readonly LabStart[]): number => {
  const own = ofClassroom.filter(
    (sandbox) =>
      sandbox.labId === labId &&
      sandbox.state !== 'failed' &&
      (isActive(sandbox) || (sandbox.claimedAt ?? sandbox.createdAt) >= since),
  )
  return new Set(own.map(({ learnerId }) => learnerId)).size
}

/**
 * The preparations of the same lab that were asked for before this class's: their learners are expected to take what is
 * ready first. Two of the same millisecond are ordered by the ids of their classes.
 */
export const askedBefore = (
  classroomId: string,
  preparations: ReadonlyMap<string, Preparation>,
): [string, Preparation][] => {
  const own = preparations.get(classroomId)
  return [...preparations].filter(
    ([id, { labId, since }]) =>
      labId === own?.labId && (since < own.since || (since === own.since && id < classroomId)),
  )
}

/** How many are still expected. `ofClassroom`: starts of its learners since, those that are over too. */
export const expectedOf = (preparation: Preparation, ofClassroom: readonly LabStart[]): number =>
  Math.max(0, preparation.count - takenOf(preparation, ofClassroom))
