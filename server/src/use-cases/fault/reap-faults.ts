import { Injectable } from '@nestjs/common'
import { Clock, FaultLedger, LeaseStore, PlatformLog, type LedgerEntry } from '../../domain/ports/index.ts'
import { SandboxSettings } from '../../domain/sandbox/sandbox-settings.ts'
import { faultLease, RunFault } from './run-fault.ts'
import { Sweep } from './sweep.ts'

const turnMs = 5_000
/** A fault whose server lives ends by itself before this. */
const overdueMs = 10_000
const leaseMs = 30_000
/** Traces seldom go away by themselves: they are looked for again when their age has grown by this share. */
const traceShare = 0.5
const longestTraceMs = 5 * 60_000

/**
 * Ends the faults that nobody ends any more: what an earlier server left behind, and what is overdue. A fault of another
 * living server is left alone until its lease runs out.
 */
@Injectable()
export class ReapFaults {
  #timer: NodeJS.Timeout | undefined
  readonly #startedAt: number
  readonly #sweep: Sweep<LedgerEntry>

  constructor(
    private readonly ledger: FaultLedger,
    private readonly leases: LeaseStore,
    private readonly runFault: RunFault,
    private readonly clock: Clock,
    private readonly settings: SandboxSettings,
    private readonly log: PlatformLog,
  ) {
    this.#startedAt = clock.now()
    this.#sweep = new Sweep(
      {
        list: async () => (await this.ledger.listOpen()).filter((entry) => this.#isDue(entry)),
        end: (entry) => this.#reap(entry),
        problem: 'faults are not reaped',
      },
      log,
    )
  }

  onApplicationBootstrap(): void {
    void this.turn()
    this.#timer = setInterval(() => void this.turn(), turnMs)
  }

  onModuleDestroy(): void {
    clearInterval(this.#timer)
  }

  /** One pass over the open entries of the ledger; never throws. */
  turn(): Promise<void> {
    return this.#sweep.turn()
  }

  /** What was planned before this server began has lost the server that would end it, or that one holds its lease. */
  #isDue({ state, plannedAt, endedAt, deadlineAt }: LedgerEntry): boolean {
    const now = this.clock.now()
    if (state === 'dirty' && endedAt !== null)
      return now >= endedAt + Math.min((endedAt - plannedAt) * traceShare, longestTraceMs)
    return plannedAt < this.#startedAt || now > deadlineAt + overdueMs
  }

  async #reap(entry: LedgerEntry): Promise<void> {
    const now = this.clock.now()
    const isOurs = await this.leases.take(faultLease(entry), this.settings.serverId, now, now + leaseMs)
    if (!isOurs) return
    const { state } = await this.runFault.lift(entry)
    if (state !== entry.state)
      this.log.info('a fault that nobody ended was ended', {
        faultRunId: entry.id,
        fault: entry.fault,
        state,
      })
  }
}
