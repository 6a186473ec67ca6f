import { FaultLedger, type LedgerEntry } from '../../domain/ports/store/fault-ledger.ts'

export class MemoryFaultLedger extends FaultLedger {
  readonly rows = new Map<string, LedgerEntry>()

  async insert(entry: LedgerEntry): Promise<void> {
    this.rows.set(entry.id, structuredClone(entry))
  }

  async save(entry: LedgerEntry): Promise<void> {
    this.rows.set(entry.id, structuredClone(entry))
  }

  async find(id: string): Promise<LedgerEntry | undefined> {
    return structuredClone(this.rows.get(id))
  }

  listOfSandbox(sandboxId: string): Promise<LedgerEntry[]> {
    return this.list((entry) => entry.sandboxId === sandboxId)
  }

  listOpen(): Promise<LedgerEntry[]> {
    return this.list(({ state }) => state !== 'reverted' && state !== 'moot' && state !== 'failed')
  }

  private async list(matches: (entry: LedgerEntry) => boolean): Promise<LedgerEntry[]> {
    const rows = [...this.rows.values()].filter(matches)
    return structuredClone(rows.sort((a, b) => a.plannedAt - b.plannedAt || (a.id < b.id ? -1 : 1)))
  }
}
