import { Controller, Param } from '@nestjs/common'
import { actorOf, type Caller } from '../../domain/classroom/caller.ts'
import type { Sandbox } from '../../domain/sandbox/sandbox.ts'
import { ReadAttempt } from '../../use-cases/attempt/read-attempt.ts'
import { StartAttempt } from '../../use-cases/attempt/start-attempt.ts'
import { InjectFault } from '../../use-cases/fault/inject-fault.ts'
import { Endpoint, type Answer, type BodyInput } from '../endpoint/endpoint.ts'
import { FromCaller, OwnSandbox, ValidBody } from '../endpoint/input.ts'

/** Attempts to survive, and faults by button. */
@Controller()
export class AttemptController {
  constructor(
    private readonly startAttempt: StartAttempt,
    private readonly readAttempt: ReadAttempt,
    private readonly injectFault: InjectFault,
  ) {}

  @Endpoint('startAttempt')
  start(
    @OwnSandbox() sandbox: Sandbox,
    @FromCaller() caller: Caller,
    @Param('taskId') taskId: string,
    @ValidBody() body: BodyInput<'startAttempt'>,
  ): Promise<Answer<'startAttempt'>> {
    return this.startAttempt.execute(sandbox.id, taskId, actorOf(caller), body)
  }

  @Endpoint('readAttempt')
  read(
    @OwnSandbox() sandbox: Sandbox,
    @Param('attemptId') attemptId: string,
  ): Promise<Answer<'readAttempt'>> {
    return this.readAttempt.execute(sandbox.id, attemptId)
  }

  @Endpoint('injectFault')
  inject(
    @OwnSandbox() sandbox: Sandbox,
    @FromCaller() caller: Caller,
    @Param('faultId') faultId: string,
  ): Promise<Answer<'injectFault'>> {
    return this.injectFault.execute(sandbox.id, faultId, actorOf(caller))
  }
}
