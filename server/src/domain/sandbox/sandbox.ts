import type { SandboxState, Step } from '@noops-dojo/contracts'

/** A sandbox as the database holds it. Times are epoch milliseconds. */
export interface Sandbox {
  readonly id: string
  readonly labId: string
  /**
   * Digest of the lab folder when the sandbox was made. A warm one of another digest is renewed; one that somebody has goes
   * on, and a server that was started with a changed lab judges it by that.
   */
  readonly labDigest: string
  readonly state: SandboxState
  readonly failure: string | null
  /** Null while it waits in the warm pool. */
  readonly learnerId: string | null
  readonly classroomId: string | null
  /** `warm`: nobody’s yet. `claimed`: a learner’s or a grader’s. */
  readonly claim: 'warm' | 'claimed'
  readonly owner: 'learner' | 'grader' | 'pool' | 'instructor'
  /** Secret: parameters, victims and moments derive from it. */
  readonly seed: string
  readonly params: Record<string, string | number>
  readonly steps: Step[]
  readonly createdAt: number
  readonly readyAt: number | null
  readonly claimedAt: number | null
  /** Hard deadline. */
  readonly endsAt: number | null
  readonly lastActiveAt: number | null
  readonly extensionsUsed: number
  readonly goneAt: number | null
  /** Capability in the path of previews: unguessable, of no use elsewhere. */
  readonly previewToken: string
  /** Published ports seen by the guard, e.g. web:8080. */
  readonly previews: string[]
}

export type SandboxChange = Partial<Omit<Sandbox, 'id' | 'labId' | 'createdAt' | 'seed'>>
