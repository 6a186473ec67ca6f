import { Controller, Req, Res } from '@nestjs/common'
import type { Response } from 'express'
import type { Caller } from '../../domain/classroom/caller.ts'
import { PlatformKeys } from '../../domain/classroom/platform-keys.ts'
import { openSeats, sealSeats, takeSeat } from '../../domain/classroom/seats-token.ts'
import { sealSession, sessionMs } from '../../domain/classroom/session-token.ts'
import { Clock } from '../../domain/ports/index.ts'
import { JoinClassroom } from '../../use-cases/session/join-classroom.ts'
import { OpenConnections } from '../../use-cases/session/open-connections.ts'
import { OpenInstructorSession } from '../../use-cases/session/open-instructor-session.ts'
import { ReadSession } from '../../use-cases/session/read-session.ts'
import { AttemptLimit } from '../access/attempt-limit.ts'
import {
  clearSessionCookie,
  readSeatsCookie,
  writeSeatsCookie,
  writeSessionCookie,
} from '../access/session-cookie.ts'
import { Endpoint, type Answer, type BodyInput } from '../endpoint/endpoint.ts'
import { FromCaller, ValidBody } from '../endpoint/input.ts'
import type { DojoRequest } from '../request.ts'

/** Failed attempts a minute and address: plenty for typing errors of a class, hopeless for guessing. */
const maxWrongCodes = 30
const maxWrongKeys = 10

@Controller()
export class SessionController {
  constructor(
    private readonly readSession: ReadSession,
    private readonly joinClassroom: JoinClassroom,
    private readonly openInstructorSession: OpenInstructorSession,
    private readonly connections: OpenConnections,
    private readonly limit: AttemptLimit,
    private readonly keys: PlatformKeys,
    private readonly clock: Clock,
  ) {}

  @Endpoint('readSession')
  read(@FromCaller() caller: Caller): Promise<Answer<'readSession'>> {
    return this.readSession.execute(caller)
  }

  @Endpoint('joinClassroom')
  async join(
    @FromCaller() caller: Caller,
    @ValidBody() body: BodyInput<'joinClassroom'>,
    @Req() request: DojoRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Answer<'joinClassroom'>> {
    const now = this.clock.now()
    const { sessionSecret } = this.keys
    const seats = openSeats(readSeatsCookie(request), sessionSecret, now)
    const { learner } = await this.limit.guard(`join ${request.ip}`, maxWrongCodes, () =>
      this.joinClassroom.execute(caller, { ...body, seats }),
    )
    this.signIn(request, response, { role: 'learner', learnerId: learner.id })
    const taken = sealSeats(takeSeat(seats, learner.id), now + sessionMs, sessionSecret)
    writeSeatsCookie(request, response, taken, sessionMs)
    return this.readSession.execute({ role: 'learner', learner })
  }

  @Endpoint('openInstructorSession')
  async openInstructor(
    @ValidBody() body: BodyInput<'openInstructorSession'>,
    @Req() request: DojoRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Answer<'openInstructorSession'>> {
    await this.limit.guard(`key ${request.ip}`, maxWrongKeys, () =>
      this.openInstructorSession.execute(body.key),
    )
    this.signIn(request, response, { role: 'instructor' })
    return this.readSession.execute({ role: 'instructor' })
  }

  @Endpoint('endSession')
  end(
    @FromCaller() caller: Caller,
    @Req() request: DojoRequest,
    @Res({ passthrough: true }) response: Response,
  ): void {
    this.connections.end(caller)
    clearSessionCookie(request, response)
  }

  private signIn(
    request: DojoRequest,
    response: Response,
    who: { role: 'instructor' } | { role: 'learner'; learnerId: string },
  ): void {
    const expiresAt = this.clock.now() + sessionMs
    const value = sealSession({ ...who, expiresAt }, this.keys.sessionSecret)
    writeSessionCookie(request, response, value, sessionMs)
  }
}
