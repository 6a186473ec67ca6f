import { Injectable } from '@nestjs/common'
import { DojoError, type TaskView } from '@noops-dojo/contracts'
import { Clock } from '../../domain/ports/index.ts'
import { judgeAnswer } from '../../domain/task/judge-answer.ts'
import { ProgressLedger } from './progress-ledger.ts'
import { ReadTasks } from './read-tasks.ts'
import { TaskContexts } from './task-context.ts'

/** Answers a quiz. */
@Injectable()
export class AnswerTask {
  constructor(
    private readonly contexts: TaskContexts,
    private readonly ledger: ProgressLedger,
    private readonly readTasks: ReadTasks,
    private readonly clock: Clock,
  ) {}

  /** `answers`: English texts of the picked choices. Throws TASK_NOT_FOUND, TASK_LOCKED, TASK_WRONG_MODE, BAD_REQUEST. */
  async execute(sandboxId: string, taskId: string, answers: readonly string[]): Promise<TaskView> {
    const { sandbox, task } = await this.contexts.ofTask(sandboxId, taskId)
    if (task.mode !== 'quiz')
      throw new DojoError('TASK_WRONG_MODE', `Task ${taskId} is not a question; its check decides.`)
    const choices = [...task.quiz.answer, ...task.quiz.distractors].map(({ en }) => en)
    const unknown = answers.filter((answer) => !choices.includes(answer))
    if (unknown.length > 0)
      throw new DojoError('BAD_REQUEST', 'Pick from the choices of the question, by their English texts.', {
        unknown,
      })
    await this.ledger.update(sandboxId, taskId, (before) =>
      judgeAnswer(task, before, answers, this.clock.now()),
    )
    return this.readTasks.one(sandbox, taskId)
  }
}
