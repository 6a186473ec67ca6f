import { Injectable } from '@nestjs/common'
import { DojoError, type Actor, type FaultRun } from '@noops-dojo/contracts'
import { viewFaultRun } from '../../domain/fault/fault-run-view.ts'
import { draw } from '../../domain/fault/seal.ts'
import {
  AttemptStore,
  Clock,
  EventLog,
  PlatformLog,
  RandomSource,
  type LedgerEntry,
} from '../../domain/ports/index.ts'
import { TakeTurn } from '../sandbox/provision/take-turn.ts'
import type { FaultRequest } from './fault-request.ts'
import { RunFault } from './run-fault.ts'

const pollMs = 500

/** A sandbox's faults by hand and its attempts are planned one at a time: each looks first whether the other is there. */
export const faultTurn = (sandboxId: string): string => `faults:${sandboxId}`

export type FaultCall = Omit<FaultRequest, 'attemptId' | 'pick'>

/** The faults that people started: by a lab's button or from the console. Each lives its time and is then lifted. */
@Injectable()
export class LiveFaults {
  readonly #running = new Set<Promise<void>>()

  constructor(
    private readonly attempts: AttemptStore,
    private readonly runFault: RunFault,
    private readonly events: EventLog,
    private readonly clock: Clock,
    private readonly random: RandomSource,
    private readonly log: PlatformLog,
    private readonly turn: TakeTurn,
  ) {}

  /**
   * Plans the fault and gives its run at once; injection and revert go on behind. Throws ATTEMPT_RUNNING (it would
   * spoil the attempt) and what RunFault.plan throws.
   */
  async start(call: FaultCall, actor: Actor): Promise<FaultRun> {
    const { sandboxId } = call
    const entry = await this.turn.execute(faultTurn(sandboxId), () => this.#plan(call))
    const object = call.labFault === '' ? `${call.use} ${call.target}`.trim() : call.labFault
    const data = { action: 'fault.inject', object }
    await this.events.append([{ sandboxId, at: this.clock.now(), kind: 'touch.ui', actor, data }])
    this.#track(this.#live(entry))
    return viewFaultRun(entry)
  }

  /** Resolves when no fault that this server injected is active any more. */
  async settle(): Promise<void> {
    await Promise.all(this.#running)
  }

  async #plan(call: FaultCall): Promise<LedgerEntry> {
    const attempts = await this.attempts.listOfSandbox(call.sandboxId)
    if (attempts.some(({ phase }) => phase !== 'done'))
      throw new DojoError('ATTEMPT_RUNNING', 'An attempt is under way; it brings its own fault. Hands off.')
    const seed = this.random.secret(16)
    const pick = (count: number) => Math.floor(draw(seed, 'victim') * count)
    return this.runFault.plan({ ...call, attemptId: null, pick })
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
