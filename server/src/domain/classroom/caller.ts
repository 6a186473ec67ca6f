import type { Actor, Learner } from '@noops-dojo/contracts'

/** Who is asking, as the session cookie or the bearer token proves it. */
export type Caller =
  | { readonly role: 'anonymous' }
  | { readonly role: 'learner'; readonly learner: Learner }
  | { readonly role: 'instructor' }
  | { readonly role: 'grader' }

export type Role = Caller['role']

/** Id of the calling learner, null for everybody else. */
export const learnerIdOf = (caller: Caller): string | null =>
  caller.role === 'learner' ? caller.learner.id : null

/** The caller as the event log names them. */
export const actorOf = (caller: Caller): Actor => (caller.role === 'anonymous' ? 'unknown' : caller.role)
