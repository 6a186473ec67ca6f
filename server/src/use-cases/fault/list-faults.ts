import { Injectable } from '@nestjs/common'
import type { FaultRun } from '@noops-dojo/contracts'
import { FaultLedger } from '../../domain/ports/index.ts'
import { viewFaultRun } from './live-faults.ts'

/** Gives the fault runs of a sandbox as its page shows them, oldest first; those that are only planned stay sealed. */
@Injectable()
export class ListFaults {
  constructor(private readonly ledger: FaultLedger) {}

  async execute(sandboxId: string): Promise<FaultRun[]> {
    const entries = await this.ledger.listOfSandbox(sandboxId)
    return entries.filter(({ state }) => state !== 'planned').map(viewFaultRun)
  }
}
