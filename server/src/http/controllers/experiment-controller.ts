import { Controller } from '@nestjs/common'
import { actorOf, type Caller } from '../../domain/classroom/caller.ts'
import type { Sandbox } from '../../domain/sandbox/sandbox.ts'
import { JudgeFaults } from '../../use-cases/attempt/experiment/judge-faults.ts'
import { ListAttempts } from '../../use-cases/attempt/experiment/list-attempts.ts'
import { StartExperiment } from '../../use-cases/attempt/experiment/start-experiment.ts'
import { Endpoint, type Answer, type BodyInput } from '../endpoint/endpoint.ts'
import { FromCaller, OwnSandbox, ValidBody } from '../endpoint/input.ts'

/** Experiments that belong to no task, and verdicts over what the log and the samples hold. */
@Controller()
export class ExperimentController {
  constructor(
    private readonly startExperiment: StartExperiment,
    private readonly listAttempts: ListAttempts,
    private readonly judgeFaults: JudgeFaults,
  ) {}

  @Endpoint('startExperiment')
  start(
    @OwnSandbox() sandbox: Sandbox,
    @FromCaller() caller: Caller,
    @ValidBody() body: BodyInput<'startExperiment'>,
  ): Promise<Answer<'startExperiment'>> {
    return this.startExperiment.execute(sandbox.id, body, actorOf(caller))
  }

  @Endpoint('listAttempts')
  async list(@OwnSandbox() sandbox: Sandbox): Promise<Answer<'listAttempts'>> {
    return { items: await this.listAttempts.execute(sandbox.id) }
  }

  @Endpoint('judgeWindow')
  judge(
    @OwnSandbox() sandbox: Sandbox,
    @ValidBody() body: BodyInput<'judgeWindow'>,
  ): Promise<Answer<'judgeWindow'>> {
    return this.judgeFaults.execute(sandbox.id, body)
  }
}
