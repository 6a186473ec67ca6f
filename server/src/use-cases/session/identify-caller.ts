import { Injectable } from '@nestjs/common'
import { DojoError } from '@noops-dojo/contracts'
import type { Caller } from '../../domain/classroom/caller.ts'
import { PlatformKeys } from '../../domain/classroom/platform-keys.ts'
import { isSameSecret } from '../../domain/classroom/secret-text.ts'
import { openSession } from '../../domain/classroom/session-token.ts'
import { ClassroomStore, Clock } from '../../domain/ports/index.ts'

export interface Credentials {
  /** Value of the session cookie. */
  readonly session: string | undefined
  /** Value of the Authorization header. */
  readonly authorization: string | undefined
}

/** Finds out who is asking. */
@Injectable()
export class IdentifyCaller {
  constructor(
    private readonly classrooms: ClassroomStore,
    private readonly keys: PlatformKeys,
    private readonly clock: Clock,
  ) {}

  /**
   * A bad or expired cookie is an anonymous caller, so that a page can offer to join again; a wrong bearer token
   * throws UNAUTHENTICATED, because a script that sent one meant it.
   */
  async execute({ session, authorization }: Credentials): Promise<Caller> {
    if (authorization !== undefined) return this.grader(authorization)
    const claims =
      session === undefined ? undefined : openSession(session, this.keys.sessionSecret, this.clock.now())
    if (claims === undefined) return { role: 'anonymous' }
    if (claims.role === 'instructor') return { role: 'instructor' }
    const learner = await this.classrooms.findLearner(claims.learnerId)
    return learner === undefined ? { role: 'anonymous' } : { role: 'learner', learner }
  }

  private grader(authorization: string): Caller {
    const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? ''
    if (isSameSecret(token, this.keys.graderToken)) return { role: 'grader' }
    throw new DojoError(
      'UNAUTHENTICATED',
      'The Authorization header has no valid token. Send "Bearer " and the graderToken of secrets.json in the data folder.',
    )
  }
}
