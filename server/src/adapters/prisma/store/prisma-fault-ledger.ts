import type { FaultRun } from '@noops-dojo/contracts'
import { FaultLedger, type LedgerEntry } from '../../../domain/ports/store/fault-ledger.ts'
import type { Database } from '../database.ts'
import type { FaultRun as Row, Prisma } from '../generated/client.ts'
import { fromJson, fromMaybeText, fromMaybeTime, fromTime, maybeTime, time } from './column.ts'

const toEntry = (row: Row): LedgerEntry => ({
  ...row,
  state: row.state as FaultRun['state'],
  params: row.params as Record<string, unknown>,
  inverse: row.inverse as Record<string, unknown>,
  plannedAt: time(row.plannedAt),
  effectiveAt: maybeTime(row.effectiveAt),
  endedAt: maybeTime(row.endedAt),
  deadlineAt: time(row.deadlineAt),
})

const toRow = (entry: LedgerEntry) => ({
  id: entry.id,
  sandboxId: entry.sandboxId,
  attemptId: entry.attemptId,
  labFault: entry.labFault,
  fault: entry.fault,
  target: entry.target,
  state: entry.state,
  params: fromJson(entry.params),
  inverse: fromJson(entry.inverse),
  fingerprint: fromMaybeText(entry.fingerprint),
  plannedAt: fromTime(entry.plannedAt),
  effectiveAt: fromMaybeTime(entry.effectiveAt),
  endedAt: fromMaybeTime(entry.endedAt),
  deadlineAt: fromTime(entry.deadlineAt),
  detail: fromMaybeText(entry.detail),
})

export class PrismaFaultLedger extends FaultLedger {
  constructor(private readonly database: Database) {
    super()
  }

  async insert(entry: LedgerEntry): Promise<void> {
    await this.database.run((client) => client.faultRun.create({ data: toRow(entry) }))
  }

  async save(entry: LedgerEntry): Promise<void> {
    await this.database.run((client) =>
      client.faultRun.update({ where: { id: entry.id }, data: toRow(entry) }),
    )
  }

  async find(id: string): Promise<LedgerEntry | undefined> {
    const row = await this.database.run((client) => client.faultRun.findUnique({ where: { id } }))
    return row === null ? undefined : toEntry(row)
  }

  listOfSandbox(sandboxId: string): Promise<LedgerEntry[]> {
    return this.list({ sandboxId })
  }

  /** A dirty entry is open: its revert failed, and the reaper tries again. */
  listOpen(): Promise<LedgerEntry[]> {
    return this.list({ state: { notIn: ['reverted', 'moot', 'failed'] } })
  }

  private async list(where: Prisma.FaultRunWhereInput): Promise<LedgerEntry[]> {
    const rows = await this.database.run((client) =>
      client.faultRun.findMany({ where, orderBy: [{ plannedAt: 'asc' }, { id: 'asc' }] }),
    )
    return rows.map(toEntry)
  }
}
