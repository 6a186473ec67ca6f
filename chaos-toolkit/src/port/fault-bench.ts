import type { FaultDescription, FaultRun, Topology } from '@noops-dojo/contracts'

export interface FaultOrder {
  /** Name in the registry: network.delay. */
  readonly use: string
  /** Short name of a service or container, empty for the whole sandbox. */
  readonly target: string
  readonly with: Readonly<Record<string, unknown>>
}

/** The dojo’s faults in one sandbox. Calls reject with DojoError. */
export interface FaultBench {
  listFaults(): Promise<readonly FaultDescription[]>
  /** Resolves when the fault is in effect, or over. */
  inject(order: FaultOrder): Promise<FaultRun>
  /** Ends a fault before its time; one that is over stays as it is. */
  lift(runId: string): Promise<FaultRun>
  /** Every fault run of the sandbox, as it is now. */
  faultRuns(): Promise<readonly FaultRun[]>
  topology(): Promise<Topology>
}
