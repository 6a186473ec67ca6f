import type { NewEvent, Step } from '@noops-dojo/contracts'
import { Clock, EventLog, SandboxStore } from '../../../domain/ports/index.ts'
import { stepState, withStep, type StepId } from '../../../domain/sandbox/provision-steps.ts'
import type { Sandbox } from '../../../domain/sandbox/sandbox.ts'

/** The sandbox is not being provisioned any more: somebody ended it. */
export class ProvisioningStopped extends Error {}

export interface RecorderParts {
  readonly sandboxes: SandboxStore
  readonly events: EventLog
  readonly clock: Clock
}

/**
 * Runs the steps of one sandbox and records each with its real times, in the row and in the log. Steps may run side by
 * side; their records are written one after another and never hold up the work itself.
 */
export class StepRecorder {
  readonly #parts: RecorderParts
  readonly #sandboxId: string
  #steps: Step[]
  #pending: NewEvent[] = []
  #writing: Promise<void> | undefined
  #failure: unknown
  readonly #stop = new AbortController()

  constructor(parts: RecorderParts, sandbox: Pick<Sandbox, 'id' | 'steps'>, signal: AbortSignal) {
    this.#parts = parts
    this.#sandboxId = sandbox.id
    this.#steps = sandbox.steps
    signal.addEventListener('abort', () => this.#stop.abort(), { once: true })
    if (signal.aborted) this.#stop.abort()
  }

  /** Aborts when the sandbox is ended while it is provisioned. */
  get signal(): AbortSignal {
    return this.#stop.signal
  }

  isDone(id: StepId): boolean {
    return stepState(this.#steps, id) === 'done'
  }

  /** Runs `work` as step `id`. Throws what it throws, or ProvisioningStopped. */
  async run(id: StepId, work: () => Promise<void>): Promise<void> {
    this.#assertGoing()
    this.mark(id, 'running')
    try {
      await work()
      this.#assertGoing()
    } catch (error) {
      if (!this.#stop.signal.aborted)
        this.mark(id, 'failed', error instanceof Error ? error.message : String(error))
      throw this.#stop.signal.aborted ? new ProvisioningStopped() : error
    }
    this.mark(id, 'done')
  }

  mark(id: StepId, state: Step['state'], detail?: string): void {
    const now = this.#parts.clock.now()
    this.#steps = withStep(this.#steps, id, state, now, detail)
    const step = this.#steps.find((each) => each.id === id)
    const ms = step?.endedAt ? step.endedAt - (step.startedAt ?? step.endedAt) : null
    this.#pending.push({
      sandboxId: this.#sandboxId,
      at: now,
      kind: 'sandbox.step',
      actor: 'platform',
      data: { step: id, state, ms, ...(detail === undefined ? {} : { detail }) },
    })
    this.#writing ??= this.#write()
  }

  /** Resolves when everything is written; throws what the store threw, or ProvisioningStopped. */
  async flush(): Promise<void> {
    while (this.#writing) await this.#writing
    if (this.#failure !== undefined) throw this.#failure
    this.#assertGoing()
  }

  #assertGoing(): void {
    if (this.#stop.signal.aborted) throw new ProvisioningStopped()
  }

  async #write(): Promise<void> {
    try {
      while (this.#pending.length > 0) {
        const events = this.#pending
        this.#pending = []
        const row = await this.#parts.sandboxes.change(this.#sandboxId, ['provisioning'], {
          steps: this.#steps,
        })
        if (row === undefined) this.#stop.abort()
        else await this.#parts.events.append(events)
      }
    } catch (error) {
      this.#failure ??= error
      this.#pending = []
    } finally {
      this.#writing = undefined
    }
  }
}
