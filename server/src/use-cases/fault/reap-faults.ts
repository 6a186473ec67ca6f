import { Injectable } from '@nestjs/common'
import { isFinal } from '../../domain/fault/open-faults.ts'
import { Clock, FaultLedger, LeaseStore, PlatformLog, type LedgerEntry } from '../../domain/ports/index.ts'
import { SandboxSettings } from '../../domain/sandbox/sandbox-settings.ts'
import { faultLease } from './fault-request.ts'
import { RunFault } from './run-fault.ts'
import { Sweep } from './sweep.ts'

const turnMs = 5_000
const leaseMs = 30_000
/** Traces seldom go away by themselves: they are looked for again when their age has grown by this share. */
const traceShare = 0.5
const longestTraceMs = 5 * 60_000

const isTrace = ({ state, endedAt }: LedgerEntry): boolean => state === 'dirty' && endedAt !== null

/**
 * Ends the faults that nobody ends any more: what an earlier server left behind, and what is overdue. What this server
 * runs it knows itself, not by time: the machine's clock may be set. A fault of another living server is left alone until
 * its lease runs out.
 */
@Injectable()
export class ReapFaults {
  #timer: NodeJS.Timeout | undefined
  readonly #sweep: Sweep<LedgerEntry>

  constructor(
    private readonly ledger: FaultLedger,
    private readonly leases: LeaseStore,
    private readonly runFault: RunFault,
    private readonly clock: Clock,
    private readonly settings: SandboxSettings,
    private readonly log: PlatformLog,
  ) {
    this.#sweep = new Sweep(
      {
        list: () => this.#due(),
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

  /** What is not this server's own has lost the server that would end it, or that one holds its lease. */
  async #due(): Promise<LedgerEntry[]> {
    const open = await this.ledger.listOpen()
    return open.filter((entry) =>
      isTrace(entry) ? this.#isWorthALook(entry) : !this.runFault.isOwn(entry.id),
    )
  }

  /** Age counts from its end; when the clock was set back since, that is no reason to wait. */
  #isWorthALook({ plannedAt, endedAt }: LedgerEntry): boolean {
    const since = endedAt ?? plannedAt
    const now = this.clock.now()
    const waitMs = Math.min(Math.abs(since - plannedAt) * traceShare, longestTraceMs)
    return now < since || now >= since + waitMs
  }

  async #reap(listed: LedgerEntry): Promise<void> {
    // It may have been ended while the list was read.
    const entry = await this.ledger.find(listed.id)
    if (!entry || isFinal(entry)) return
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
