import { setTimeout as sleep } from 'node:timers/promises'
import type { LabFile, SandboxView, Task, TaskView } from '@noops-dojo/contracts'
import type { AttemptTask } from '@noops-dojo/lab-source'
import type { GradingServer } from '../../client/grading-server.ts'
import { makeAttempt } from './make-attempt.ts'

export interface DriveOptions {
  /** Answers of quiz tasks by task id, in English; a quiz without answers stays unanswered. */
  readonly answers: Readonly<Record<string, readonly string[]>>
  /** Only these tasks are attempted and waited for; default: all. */
  readonly only?: ReadonlySet<string>
  /** How long a check may take to see what the submission did, ms. */
  readonly settleMs: number
  readonly pollMs: number
  readonly signal: AbortSignal
  readonly note: (text: string) => void
}

/** An inconclusive attempt says nothing about the learner: it is made again, once. */
const attemptsAtMost = 2

const scripted = new Set<Task['mode']>(['once', 'while', 'hold'])

/** Meets what can be met: waits for checks, answers quizzes, makes one attempt per survive or alert task as they open. */
export class TaskDriver {
  readonly #server: GradingServer
  readonly #lab: LabFile
  readonly #sandboxId: string
  readonly #options: DriveOptions
  /** Task → ms that it took. */
  readonly durations = new Map<string, number>()
  readonly #tried = new Map<string, number>()

  constructor(server: GradingServer, lab: LabFile, sandboxId: string, options: DriveOptions) {
    this.#server = server
    this.#lab = lab
    this.#sandboxId = sandboxId
    this.#options = options
  }

  /** Gives the sandbox when nothing more can be done. Rejects with the signal’s reason, or with DojoError. */
  async drive(): Promise<SandboxView> {
    for (;;) {
      let view = await this.#settle()
      view = await this.#answerQuizzes(view)
      const next = this.#nextAttempt(view)
      if (!next) return view
      await this.#attempt(next)
    }
  }

  #isWanted(id: string): boolean {
    return this.#options.only?.has(id) ?? true
  }

  #isOpen(view: TaskView | undefined): boolean {
    return view !== undefined && view.state !== 'locked' && view.state !== 'met'
  }

  #openTasks(sandbox: SandboxView): Task[] {
    return this.#lab.spec.tasks.filter(
      ({ id }) => this.#isWanted(id) && this.#isOpen(sandbox.tasks.find((task) => task.id === id)),
    )
  }

  /** Evaluates until every open scripted task is met, or had the time that a check may need to see what was done. */
  async #settle(): Promise<SandboxView> {
    const until = Date.now() + this.#options.settleMs
    for (;;) {
      this.#options.signal.throwIfAborted()
      const startedAt = Date.now()
      const sandbox = await this.#server.evaluate(this.#sandboxId)
      const waiting = this.#openTasks(sandbox).filter(
        ({ id, mode }) => scripted.has(mode) && !this.#tried.has(id),
      )
      if (waiting.length === 0) return sandbox
      for (const { id } of waiting) this.#spend(id, Date.now() - startedAt)
      if (Date.now() >= until) {
        // Later evaluations look at them again; nothing waits for them any more.
        for (const { id } of waiting) this.#tried.set(id, 1)
        return sandbox
      }
      await sleep(this.#options.pollMs, undefined, { signal: this.#options.signal })
    }
  }

  async #answerQuizzes(sandbox: SandboxView): Promise<SandboxView> {
    for (const task of this.#openTasks(sandbox)) {
      const answers = this.#options.answers[task.id]
      if (task.mode !== 'quiz' || answers === undefined || this.#tried.has(task.id)) continue
      this.#tried.set(task.id, 1)
      await this.#server.answer(this.#sandboxId, task.id, [...answers])
    }
    return this.#server.readSandbox(this.#sandboxId)
  }

  #nextAttempt(sandbox: SandboxView): AttemptTask | undefined {
    const mayTry = ({ id }: Task): boolean => {
      const tries = this.#tried.get(id) ?? 0
      const state = sandbox.tasks.find((task) => task.id === id)?.state
      return tries === 0 || (tries < attemptsAtMost && state === 'inconclusive')
    }
    const isAttempted = (task: Task): task is AttemptTask => task.mode === 'survive' || task.mode === 'alert'
    return this.#openTasks(sandbox).filter(isAttempted).find(mayTry)
  }

  async #attempt(task: AttemptTask): Promise<void> {
    this.#tried.set(task.id, (this.#tried.get(task.id) ?? 0) + 1)
    const startedAt = Date.now()
    await makeAttempt(this.#server, this.#sandboxId, task, this.#options)
    this.#spend(task.id, Date.now() - startedAt)
  }

  #spend(taskId: string, ms: number): void {
    this.durations.set(taskId, (this.durations.get(taskId) ?? 0) + ms)
  }
}
