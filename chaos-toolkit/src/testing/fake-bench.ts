import { DojoError, type FaultDescription, type FaultRun, type Topology } from '@noops-dojo/contracts'
import type { FaultBench, FaultOrder } from '../port/fault-bench.ts'

const text = (value: string) => ({ en: value, ja: value })

/** A fault of a registry, for tests. */
export const describedFault = (
  name: string,
  properties: Record<string, unknown> = {},
  ends: FaultDescription['ends'] = 'ends',
): FaultDescription => ({
  ...{
    name,
    category: 'network',
    title: text(name),
    targetKind: 'container',
    effect: text(`Does ${name}.`),
    ends,
  },
  rungs: [{ rung: 'kernel', text: text('in memory') }],
  params: { type: 'object', properties },
})

/** Faults in memory: active until they are lifted; those that end with nothing are over at once. */
export class FakeBench implements FaultBench {
  readonly orders: FaultOrder[] = []
  readonly runs: FaultRun[] = []
  services: Record<string, number> = {}
  faults: FaultDescription[]

  constructor(faults: FaultDescription[] = []) {
    this.faults = faults
  }

  listFaults(): Promise<readonly FaultDescription[]> {
    return Promise.resolve(this.faults)
  }

  async inject(order: FaultOrder): Promise<FaultRun> {
    const fault = this.faults.find(({ name }) => name === order.use)
    if (!fault) throw new DojoError('FAULT_NOT_FOUND', `There is no fault ${order.use}.`)
    this.orders.push(order)
    const run: FaultRun = {
      ...{ id: `run${this.runs.length + 1}`, sandboxId: 'sandbox001', labFault: order.use, fault: order.use },
      ...{ target: order.target, state: fault.ends === 'nothing' ? 'reverted' : 'effective' },
      ...{ plannedAt: 1, effectiveAt: 2, endedAt: null, detail: null },
    }
    this.runs.push(run)
    return run
  }

  async lift(runId: string): Promise<FaultRun> {
    const index = this.runs.findIndex(({ id }) => id === runId)
    this.runs[index] = { ...(this.runs[index] as FaultRun), state: 'reverted', endedAt: 3 }
    return this.runs[index] as FaultRun
  }

  faultRuns(): Promise<readonly FaultRun[]> {
    return Promise.resolve(this.runs)
  }

  topology(): Promise<Topology> {
    const nodes = Object.entries(this.services).map(([name, running]) => ({
      ...{
        name,
        kind: 'service' as const,
        image: 'web:1',
        desired: running,
        running,
        updateState: null,
        ports: [80],
      },
      tasks: Array.from({ length: running }, (_, index) => ({
        ...{ name: `${name}.${index + 1}`, state: 'running', health: 'none' as const },
        ...{ since: 1, node: null, error: null },
      })),
    }))
    return Promise.resolve({ at: 1, nodes, links: [] })
  }
}
