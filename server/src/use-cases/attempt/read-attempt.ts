import { Injectable } from '@nestjs/common'
import { DojoError, type Attempt } from '@noops-dojo/contracts'
import { AttemptStore } from '../../domain/ports/index.ts'
import { viewAttempt } from '../../domain/recovery/attempt-view.ts'

/** Gives one attempt of a sandbox. */
@Injectable()
export class ReadAttempt {
  constructor(private readonly attempts: AttemptStore) {}

  /** Throws NOT_FOUND, also for an attempt of another sandbox. */
  async execute(sandboxId: string, attemptId: string): Promise<Attempt> {
    const attempt = await this.attempts.find(attemptId)
    if (attempt?.sandboxId !== sandboxId) throw new DojoError('NOT_FOUND', 'There is no such attempt.')
    return viewAttempt(attempt)
  }
}
