import { Controller, Req } from '@nestjs/common'
import { DojoError } from '@noops-dojo/contracts'
import type { Sandbox } from '../../domain/sandbox/sandbox.ts'
import { ReadSandbox } from '../../use-cases/sandbox/read-sandbox.ts'
import { RunInJudge } from '../../use-cases/submission/run-in-judge.ts'
import { RunSubmission } from '../../use-cases/submission/run-submission.ts'
import { UploadSubmission } from '../../use-cases/submission/upload-submission.ts'
import { EvaluateTasks } from '../../use-cases/task/check/evaluate-tasks.ts'
import { Endpoint, type Answer, type BodyInput } from '../endpoint/endpoint.ts'
import { OwnSandbox, ValidBody } from '../endpoint/input.ts'
import type { DojoRequest } from '../request.ts'

@Controller()
export class GraderController {
  constructor(
    private readonly uploadSubmission: UploadSubmission,
    private readonly runSubmission: RunSubmission,
    private readonly runInJudge: RunInJudge,
    private readonly evaluateTasks: EvaluateTasks,
    private readonly readSandbox: ReadSandbox,
  ) {}

  @Endpoint('uploadSubmission')
  async upload(@OwnSandbox() sandbox: Sandbox, @Req() request: DojoRequest): Promise<void> {
    if (request.is('application/x-tar') === false)
      throw new DojoError(
        'BAD_REQUEST',
        'The body must be a tar: send the header "content-type: application/x-tar".',
      )
    await this.uploadSubmission.execute(sandbox, request)
  }

  @Endpoint('runSubmission')
  run(
    @OwnSandbox() sandbox: Sandbox,
    @ValidBody() body: BodyInput<'runSubmission'>,
  ): Promise<Answer<'runSubmission'>> {
    return this.runSubmission.execute(sandbox, body)
  }

  @Endpoint('runInJudge')
  inJudge(
    @OwnSandbox() sandbox: Sandbox,
    @ValidBody() body: BodyInput<'runInJudge'>,
  ): Promise<Answer<'runInJudge'>> {
    return this.runInJudge.execute(sandbox, body)
  }

  @Endpoint('evaluate')
  async evaluate(@OwnSandbox() sandbox: Sandbox): Promise<Answer<'evaluate'>> {
    await this.evaluateTasks.execute(sandbox.id)
    return this.readSandbox.execute(sandbox.id)
  }
}
