import { Injectable } from '@nestjs/common'
import type { NewEvent } from '@noops-dojo/contracts'
import { Clock, EventLog, TaskStore } from '../../domain/ports/index.ts'
import { freshProgress } from '../../domain/task/judge-check.ts'
import { isWorthSaving, taskEvents } from '../../domain/task/task-events.ts'
import type { TaskProgress } from '../../domain/task/task-progress.ts'
import { SandboxChanges } from './sandbox-changes.ts'

const staleMs = 5_000

/** The one place that changes a task’s progress: one change after the other for each task, with its events. */
@Injectable()
export class ProgressLedger {
  readonly #last = new Map<string, Promise<unknown>>()

  constructor(
    private readonly tasks: TaskStore,
    private readonly events: EventLog,
    private readonly changes: SandboxChanges,
    private readonly clock: Clock,
  ) {}

  /** Applies `change` to what is stored now; `more` adds events of its own. Gives the new progress. */
  update(
    sandboxId: string,
    taskId: string,
    change: (before: TaskProgress) => TaskProgress,
    more: (before: TaskProgress, after: TaskProgress) => NewEvent[] = () => [],
  ): Promise<TaskProgress> {
    const key = `${sandboxId}/${taskId}`
    const before = this.#last.get(key) ?? Promise.resolve()
    const turn = before.catch(() => undefined).then(() => this.#apply(sandboxId, taskId, change, more))
    this.#last.set(key, turn)
    const forget = () => {
      if (this.#last.get(key) === turn) this.#last.delete(key)
    }
    turn.then(forget, forget)
    return turn
  }

  async #apply(
    sandboxId: string,
    taskId: string,
    change: (before: TaskProgress) => TaskProgress,
    more: (before: TaskProgress, after: TaskProgress) => NewEvent[],
  ): Promise<TaskProgress> {
    const before = (await this.tasks.find(sandboxId, taskId)) ?? freshProgress(sandboxId, taskId)
    const after = change(before)
    if (after === before || !isWorthSaving(before, after, staleMs)) return after
    // Events first: after a crash in between, the next check tells it again; the other order would lose it.
    const events = [...taskEvents(before, after, this.clock.now()), ...more(before, after)]
    if (events.length > 0) await this.events.append(events)
    await this.tasks.save(after)
    this.changes.notify(sandboxId)
    return after
  }
}
