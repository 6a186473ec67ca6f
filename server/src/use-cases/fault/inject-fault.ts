import { Injectable } from '@nestjs/common'
import { DojoError, type Actor, type FaultRun } from '@noops-dojo/contracts'
import { draw } from '../../domain/fault/seal.ts'
import {
  AttemptStore,
  Clock,
  EventLog,
  PlatformLog,
  RandomSource,
  type LedgerEntry,
} from '../../domain/ports/index.ts'
import { fillIn } from '../../domain/sandbox/lab-parameters.ts'
import { assertUsable } from '../../domain/sandbox/sandbox-state.ts'
import { TaskContexts } from '../task/task-context.ts'
import { RunFault } from './run-fault.ts'

const pollMs = 500

/** The part of a ledger entry that may be shown. */
export const viewFaultRun = (entry: LedgerEntry): FaultRun => {
  const { id, sandboxId, labFault, fault, target, state, plannedAt, effectiveAt, endedAt, detail } = entry
  return { id, sandboxId, labFault, fault, target, state, plannedAt, effectiveAt, endedAt, detail }
}

/** Injects one of the lab's faults because somebody pressed its button. */
@Injectable()
export class InjectFault {
  readonly #running = new Set<Promise<void>>()

  constructor(
    private readonly contexts: TaskContexts,
    private readonly attempts: AttemptStore,
    private readonly runFault: RunFault,
    private readonly events: EventLog,
    private readonly clock: Clock,
    private readonly random: RandomSource,
    private readonly log: PlatformLog,
  ) {}

  /**
   * Plans the fault and gives its run at once; injection and revert go on behind. Throws SANDBOX_NOT_READY,
   * FAULT_NOT_FOUND, ATTEMPT_RUNNING (it would spoil the attempt) and what RunFault.plan throws.
   */
  async execute(sandboxId: string, labFault: string, actor: Actor = 'learner'): Promise<FaultRun> {
    const { sandbox, lab } = await this.contexts.ofSandbox(sandboxId)
    assertUsable(sandbox)
    const spec = lab.file.spec.faults[labFault]
    if (!spec || !spec.button)
      throw new DojoError('FAULT_NOT_FOUND', `This lab has no fault ${labFault} to inject.`)
    const attempts = await this.attempts.listOfSandbox(sandboxId)
    if (attempts.some(({ phase }) => phase !== 'done'))
      throw new DojoError('ATTEMPT_RUNNING', 'An attempt is under way; it brings its own fault. Hands off.')
    const seed = this.random.secret(16)
    const entry = await this.runFault.plan({
      sandboxId,
      labFault,
      use: spec.use,
      with: spec.with,
      target: fillIn(spec.target ?? '', sandbox.params),
      attemptId: null,
      pick: (count) => Math.floor(draw(seed, 'victim') * count),
    })
    const data = { action: 'fault.inject', object: labFault }
    await this.events.append([{ sandboxId, at: this.clock.now(), kind: 'touch.ui', actor, data }])
    this.#track(this.#live(entry))
    return viewFaultRun(entry)
  }

  /** Resolves when no fault that this server injected is active any more. */
  async settle(): Promise<void> {
    await Promise.all(this.#running)
  }

  async #live(entry: LedgerEntry): Promise<void> {
    const injected = await this.runFault.inject(entry)
    if (!injected.isEffective) return
    const endAt = injected.effectiveAt + this.runFault.lastsMs(entry)
    while (this.clock.now() < endAt) {
      await this.clock.sleep(Math.min(pollMs, Math.max(1, endAt - this.clock.now())))
      if ((await this.runFault.isHealed(entry).catch(() => undefined)) === true) break
    }
    await this.runFault.lift(injected.entry)
  }

  /** A failure here is in the ledger already; the reaper ends what is left open. */
  #track(work: Promise<void>): void {
    const done = work
      .catch((error: unknown) => this.log.warn('a fault did not run as planned', { error: String(error) }))
      .finally(() => this.#running.delete(done))
    this.#running.add(done)
  }
}
