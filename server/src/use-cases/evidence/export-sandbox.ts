import { Injectable } from '@nestjs/common'
import { AttemptStore, Clock, EventLog, TaskStore } from '../../domain/ports/index.ts'
import { revealedSeed, viewAttempt } from '../../domain/recovery/attempt-view.ts'
import type { Sandbox } from '../../domain/sandbox/sandbox.ts'

const pageSize = 1_000

/** All evidence of a sandbox as one JSON file, in pieces, so that a long log is never held whole. */
@Injectable()
export class ExportSandbox {
  constructor(
    private readonly events: EventLog,
    private readonly attempts: AttemptStore,
    private readonly tasks: TaskStore,
    private readonly clock: Clock,
  ) {}

  /** The seed of an attempt is in it only when its verdict has revealed it. */
  async *execute(sandbox: Sandbox): AsyncGenerator<string> {
    const { id, labId, labDigest, state, createdAt, readyAt, goneAt } = sandbox
    const attempts = (await this.attempts.listOfSandbox(id)).map((attempt) => {
      const seed = revealedSeed(attempt)
      return seed === null ? viewAttempt(attempt) : { ...viewAttempt(attempt), seed }
    })
    const head = {
      format: 'noops-dojo/export/v1',
      exportedAt: this.clock.now(),
      sandbox: { id, labId, labDigest, state, createdAt, readyAt, goneAt },
      tasks: await this.tasks.list(id),
      attempts,
    }
    yield `${JSON.stringify(head).slice(0, -1)},"events":[`
    for (let seq = 0; ;) {
      const page = await this.events.list(id, seq, pageSize)
      for (const event of page) yield `${event.seq === 1 ? '' : ','}\n${JSON.stringify(event)}`
      seq = page.at(-1)?.seq ?? seq
      if (page.length < pageSize) break
    }
    yield '\n]}\n'
  }
}
