import { Controller, Param } from '@nestjs/common'
import { learnerIdOf, type Caller } from '../../domain/classroom/caller.ts'
import type { Sandbox } from '../../domain/sandbox/sandbox.ts'
import { FindClassroom } from '../../use-cases/classroom/find-classroom.ts'
import { IssueTicket } from '../../use-cases/terminal/issue-ticket.ts'
import { Endpoint, type Answer, type BodyInput } from '../endpoint/endpoint.ts'
import { FromCaller, OwnSandbox, ValidBody } from '../endpoint/input.ts'

/** Single-use tickets for WebSockets, which cannot carry the checks of a request. */
@Controller()
export class TicketController {
  constructor(
    private readonly issueTicket: IssueTicket,
    private readonly findClassroom: FindClassroom,
  ) {}

  @Endpoint('takeTicket')
  take(
    @OwnSandbox() sandbox: Sandbox,
    @FromCaller() caller: Caller,
    @ValidBody() body: BodyInput<'takeTicket'>,
  ): Promise<Answer<'takeTicket'>> {
    return this.issueTicket.execute({
      purpose: body.purpose,
      sandboxId: sandbox.id,
      classroomId: null,
      terminal: body.purpose === 'terminal' ? body.terminal : null,
      learnerId: learnerIdOf(caller),
      role: caller.role === 'anonymous' ? 'learner' : caller.role,
    })
  }

  @Endpoint('takeRoomTicket')
  async takeRoom(@Param('classroomId') classroomId: string): Promise<Answer<'takeRoomTicket'>> {
    await this.findClassroom.execute(classroomId)
    const nobody = { sandboxId: null, terminal: null, learnerId: null }
    return this.issueTicket.execute({ purpose: 'room', classroomId, role: 'instructor', ...nobody })
  }
}
