import { Injectable } from '@nestjs/common'
import type { Verdict } from '@noops-dojo/contracts'
import { Clock } from '../../domain/ports/index.ts'
import { judgeVerdict } from '../../domain/task/judge-answer.ts'
import type { TaskProgress } from '../../domain/task/task-progress.ts'
import { ProgressLedger } from './progress-ledger.ts'

/** Lets the verdict of a survive attempt count for its task. */
@Injectable()
export class RecordVerdict {
  constructor(
    private readonly ledger: ProgressLedger,
    private readonly clock: Clock,
  ) {}

  execute(sandboxId: string, verdict: Verdict): Promise<TaskProgress> {
    return this.ledger.update(sandboxId, verdict.taskId, (before) =>
      judgeVerdict(before, verdict, this.clock.now()),
    )
  }
}
