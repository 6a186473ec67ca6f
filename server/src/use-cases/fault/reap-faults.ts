import { Injectable } from '@nestjs/common'
import { Clock, FaultLedger, LeaseStore, PlatformLog, type LedgerEntry } from '../../domain/ports/index.ts'
import { SandboxSettings } from '../../domain/sandbox/sandbox-settings.ts'
import { faultLease, RunFault } from './run-fault.ts'

const turnMs = 5_000
/** A fault whose server lives ends by itself before this. */
const overdueMs = 10_000
const leaseMs = 30_000

/**
 * Ends the faults that nobody ends any more: at the start of a server all that it left behind, later what is overdue.
 * A fault of another living server is left alone until its lease runs out.
 */
@Injectable()
export class ReapFaults {
  #timer: NodeJS.Timeout | undefined
  #isTurning = false
  #isFirst = true
  #failures = 0

  constructor(
    private readonly ledger: FaultLedger,
    private readonly leases: LeaseStore,
    private readonly runFault: RunFault,
    private readonly clock: Clock,
    private readonly settings: SandboxSettings,
    private readonly log: PlatformLog,
  ) {}

  onApplicationBootstrap(): void {
    void this.turn()
    this.#timer = setInterval(() => void this.turn(), turnMs)
  }

  onModuleDestroy(): void {
    clearInterval(this.#timer)
  }

  /** One pass over the open entries of the ledger. The first one after the start takes all; never throws. */
  async turn(): Promise<void> {
    if (this.#isTurning) return
    this.#isTurning = true
    try {
      const isFirst = this.#isFirst
      const open = await this.ledger.listOpen()
      this.#isFirst = false
      for (const entry of open) if (isFirst || this.#isOverdue(entry)) await this.#reap(entry)
      this.#failures = 0
    } catch (error) {
      // The first turn of a server may come before its database; one failure is no news.
      this.#failures += 1
      if (this.#failures === 2) this.log.warn('faults are not reaped', { error: String(error) })
    } finally {
      this.#isTurning = false
    }
  }

  #isOverdue(entry: LedgerEntry): boolean {
    return this.clock.now() > entry.deadlineAt + overdueMs
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
