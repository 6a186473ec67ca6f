import { Controller, Param } from '@nestjs/common'
import type { Sandbox } from '../../domain/sandbox/sandbox.ts'
import { AnswerTask } from '../../use-cases/task/answer-task.ts'
import { CheckTask } from '../../use-cases/task/check/check-task.ts'
import { OpenHint } from '../../use-cases/task/open-hint.ts'
import { Endpoint, type Answer, type BodyInput } from '../endpoint/endpoint.ts'
import { OwnSandbox, ValidBody } from '../endpoint/input.ts'

@Controller()
export class TaskController {
  constructor(
    private readonly checkTask: CheckTask,
    private readonly answerTask: AnswerTask,
    private readonly openHint: OpenHint,
  ) {}

  @Endpoint('checkTask')
  check(@OwnSandbox() sandbox: Sandbox, @Param('taskId') taskId: string): Promise<Answer<'checkTask'>> {
    return this.checkTask.execute(sandbox.id, taskId)
  }

  @Endpoint('answerTask')
  answer(
    @OwnSandbox() sandbox: Sandbox,
    @Param('taskId') taskId: string,
    @ValidBody() body: BodyInput<'answerTask'>,
  ): Promise<Answer<'answerTask'>> {
    return this.answerTask.execute(sandbox.id, taskId, body.answers)
  }

  @Endpoint('openHint')
  hint(
    @OwnSandbox() sandbox: Sandbox,
    @Param('taskId') taskId: string,
    @Param('index') index: string,
  ): Promise<Answer<'openHint'>> {
    return this.openHint.execute(sandbox.id, taskId, /^\d{1,3}$/.test(index) ? Number(index) : Number.NaN)
  }
}
