import type { LabStart } from '../../classroom/preparation.ts'
import type { Sandbox, SandboxChange } from '../../sandbox/sandbox.ts'

/** What somebody decided on. A change that names it is not made when the row says something else by now. */
export type DecidedOn = Partial<Pick<Sandbox, 'claim' | 'endsAt' | 'lastActiveAt'>>

/** Rows of sandboxes. Every call may throw DojoError DATABASE_AWAY. */
export abstract class SandboxStore {
  abstract insert(sandbox: Sandbox): Promise<void>
  abstract find(id: string): Promise<Sandbox | undefined>
  /** By the capability token of preview paths. */
  abstract findByPreviewToken(token: string): Promise<Sandbox | undefined>
  /** Everything that is not gone or failed-and-cleaned, oldest first. */
  abstract listLive(): Promise<Sandbox[]>
  abstract listOfLearner(learnerId: string): Promise<Sandbox[]>
  /** Where the learners of a class are: what is live, and of each learner the newest of all; newest first. */
  abstract listPlacesOfClassroom(classroomId: string): Promise<Sandbox[]>
  /** Who of a class started a lab: what is not over, and what was made or given out since (epoch ms); in no order. */
  abstract listStartsOfClassroom(classroomId: string, labId: string, since: number): Promise<LabStart[]>
  /**
   * Changes a sandbox if it is still in one of `from` (compare-and-set: two servers or a crash in between must not
   * move it twice), and still as it was `decidedOn`. Gives the new row, or undefined when it was another by now.
   */
  abstract change(
    id: string,
    from: readonly Sandbox['state'][] | 'any',
    change: SandboxChange,
    decidedOn?: DecidedOn,
  ): Promise<Sandbox | undefined>
  /**
   * Gives one warm, ready sandbox of the lab to the owner, atomically (FOR UPDATE SKIP LOCKED); undefined: none left.
   * `claim` says what changes with it, all in one write: a crash must not leave one that is half bound.
   */
  abstract claimWarm(
    labId: string,
    labDigest: string,
    claim: (warm: Sandbox) => SandboxChange,
  ): Promise<Sandbox | undefined>
}
