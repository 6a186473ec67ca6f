import { Injectable } from '@nestjs/common'
import type { Attempt } from '@noops-dojo/contracts'
import { AttemptStore } from '../../../domain/ports/index.ts'
import { viewAttempt } from '../../../domain/recovery/attempt-view.ts'

/** Gives every attempt and experiment of a sandbox, oldest first, without their seeds. */
@Injectable()
export class ListAttempts {
  constructor(private readonly attempts: AttemptStore) {}

  async execute(sandboxId: string): Promise<Attempt[]> {
    const attempts = await this.attempts.listOfSandbox(sandboxId)
    return attempts.toSorted((a, b) => a.startedAt - b.startedAt).map(viewAttempt)
  }
}
