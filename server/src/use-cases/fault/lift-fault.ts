import { Injectable } from '@nestjs/common'
import { DojoError, type Actor, type FaultRun } from '@noops-dojo/contracts'
import { viewFaultRun } from '../../domain/fault/fault-run-view.ts'
import { isFinal } from '../../domain/fault/open-faults.ts'
import { AttemptStore, Clock, EventLog, FaultLedger, type LedgerEntry } from '../../domain/ports/index.ts'
import { RunFault } from './run-fault.ts'

const pollMs = 100
/** An injection that takes longer than this has lost its server; lifting it is right then. */
const injectWithinMs = 20_000
const isStarting = ({ state }: LedgerEntry): boolean => state === 'planned' || state === 'injecting'

/** Ends a fault before its time, because somebody asked for it. */
@Injectable()
export class LiftFault {
  constructor(
    private readonly ledger: FaultLedger,
    private readonly runFault: RunFault,
    private readonly events: EventLog,
    private readonly clock: Clock,
    private readonly attempts: AttemptStore,
  ) {}

  /**
   * Idempotent: one that has ended is given as it is. Throws FAULT_NOT_FOUND (also for a run of another sandbox),
   * ATTEMPT_RUNNING for the fault of an attempt that is under way, ENGINE_AWAY.
   */
  async execute(sandboxId: string, runId: string, actor: Actor): Promise<FaultRun> {
    const found = await this.ledger.find(runId)
    if (!found || found.sandboxId !== sandboxId)
      throw new DojoError('FAULT_NOT_FOUND', 'There is no such fault run in this sandbox.')
    if (isFinal(found)) return viewFaultRun(found)
    if (found.attemptId !== null && (await this.#isUnderWay(found.attemptId)))
      throw new DojoError(
        'ATTEMPT_RUNNING',
        'This fault belongs to an attempt, which ends it itself. Hands off.',
      )
    const object = found.labFault || `${found.fault} ${found.target}`.trim()
    const data = { action: 'fault.lift', object }
    await this.events.append([{ sandboxId, at: this.clock.now(), kind: 'touch.ui', actor, data }])
    return viewFaultRun(await this.runFault.lift(await this.#started(found)))
  }

  /** Once it has its verdict, what is left of it is anybody's to lift. */
  async #isUnderWay(attemptId: string): Promise<boolean> {
    const attempt = await this.attempts.find(attemptId)
    return attempt?.phase !== 'done'
  }

  /** A revert in the middle of an injection would come too early: the injection is waited for. */
  async #started(entry: LedgerEntry): Promise<LedgerEntry> {
    const until = this.clock.now() + injectWithinMs
    let known = entry
    while (isStarting(known) && this.clock.now() < until) {
      await this.clock.sleep(pollMs)
      known = (await this.ledger.find(entry.id)) ?? known
    }
    return known
  }
}
