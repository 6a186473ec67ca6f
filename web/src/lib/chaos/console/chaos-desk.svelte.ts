import type { FaultDescription, FaultRun } from '@noops-dojo/contracts'
import { api, failureOf, type Failure } from '#lib/api/client.ts'
import type { LiveSandbox } from '#lib/sandbox/live-sandbox.svelte.ts'
import { isFaultActive } from '#lib/sandbox/observation.ts'
import { FaultDraft, type FaultOrder } from './form/fault-draft.svelte.ts'
import { refusedParam } from './form/param-form.ts'

export interface Limits {
  recoverWithinMs: number
  holdMs: number
  horizonMs: number
  probe: string
}

type Busy = 'inject' | 'start' | `lift:${string}`

/** What a person does at the chaos console. Failures stay beside what was pressed. */
export class ChaosDesk {
  readonly live: LiveSandbox
  readonly draft = new FaultDraft()
  #faults = $state.raw<FaultDescription[]>([])
  #queue = $state.raw<FaultOrder[]>([])
  #order = $state<'sequence' | 'together'>('sequence')
  #busy = $state<Busy | null>(null)
  #failure = $state.raw<{ at: 'list' | 'inject' | 'start' | 'running'; failure: Failure } | null>(null)

  constructor(live: LiveSandbox) {
    this.live = live
  }

  get faults(): readonly FaultDescription[] {
    return this.#faults
  }

  /** The faults of the experiment that is being put together. */
  get queue(): readonly FaultOrder[] {
    return this.#queue
  }

  get order(): 'sequence' | 'together' {
    return this.#order
  }

  set order(next: 'sequence' | 'together') {
    this.#order = next
  }

  get busy(): Busy | null {
    return this.#busy
  }

  failureAt(at: 'list' | 'inject' | 'start' | 'running'): Failure | null {
    return this.#failure?.at === at ? this.#failure.failure : null
  }

  /** Runs that are not over, oldest first. */
  get running(): FaultRun[] {
    return (this.live.view?.faultRuns ?? []).filter(isFaultActive)
  }

  async readFaults(): Promise<void> {
    if (this.#faults.length > 0) return
    this.#failure = null
    try {
      this.#faults = (await api('listFaults')).items
    } catch (thrown) {
      this.#failure = { at: 'list', failure: failureOf(thrown) }
    }
  }

  inject = (targets: readonly string[]): Promise<FaultRun | null> => {
    const order = this.draft.read(targets)
    if (order === null) return Promise.resolve(null)
    return this.#send('inject', 'inject', async () => {
      const run = await api('runFault', { params: { sandboxId: this.live.id }, body: order })
      this.live.takeRun(run)
      return run
    })
  }

  lift = (runId: string): Promise<FaultRun | null> =>
    this.#send(`lift:${runId}`, 'running', async () => {
      const run = await api('liftFault', { params: { sandboxId: this.live.id, runId } })
      this.live.takeRun(run)
      return run
    })

  add(targets: readonly string[]): boolean {
    const order = this.draft.read(targets)
    if (order === null) return false
    this.#queue = [...this.#queue, order]
    return true
  }

  remove(index: number): void {
    this.#queue = this.#queue.toSpliced(index, 1)
  }

  /** Starts the experiment: of what was put together, or of the draft alone. Gives whether it was started. */
  async start(targets: readonly string[], { probe, ...limits }: Limits): Promise<boolean> {
    const alone = this.#queue.length === 0 ? this.draft.read(targets) : null
    const faults = alone === null ? [...this.#queue] : [alone]
    if (faults.length === 0) return false
    const body = { faults, order: this.#order, ...limits, ...(probe !== '' && { probe }) }
    const started = await this.#send('start', 'start', async () => {
      const attempt = await api('startExperiment', { params: { sandboxId: this.live.id }, body })
      await this.live.readAttempts()
      return attempt
    })
    if (started !== null) this.#queue = []
    return started !== null
  }

  async #send<T>(busy: Busy, at: 'inject' | 'start' | 'running', call: () => Promise<T>): Promise<T | null> {
    this.#busy = busy
    this.#failure = null
    try {
      return await call()
    } catch (thrown) {
      const failure = failureOf(thrown)
      const param = failure.code === 'FAULT_INVALID' ? refusedParam(failure.detail) : undefined
      if (param !== undefined && at !== 'running') this.draft.refuse(param, failure.detail)
      else this.#failure = { at, failure }
      return null
    } finally {
      this.#busy = null
    }
  }
}
