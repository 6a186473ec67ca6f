import type { FaultRun } from '@noops-dojo/contracts'
import type { FaultBench, FaultOrder } from '../port/fault-bench.ts'

/** One fault that an experiment injected and what became of it. */
export interface LedgerLine {
  readonly order: FaultOrder
  /** Name of the activity that injected it. */
  readonly activity: string
  run: FaultRun
  /** `dojo`: the experiment left it behind. */
  endedBy: 'experiment' | 'dojo' | 'itself' | null
}

const over: readonly FaultRun['state'][] = ['reverted', 'moot', 'failed', 'dirty']

/** Whether nothing of a fault is active any more (or nothing can be done about it). */
export const isOver = ({ state }: FaultRun): boolean => over.includes(state)

/** Every fault of one experiment. Rollbacks are their author’s word; this is what makes sure that no fault stays. */
export class FaultLedger {
  readonly lines: LedgerLine[] = []
  /** What is wrong with the experiment’s own reverts, for its author. */
  readonly complaints: string[] = []
  readonly #bench: FaultBench

  constructor(bench: FaultBench) {
    this.#bench = bench
  }

  get bench(): FaultBench {
    return this.#bench
  }

  /** Injects a fault in the name of an activity. Rejects with DojoError. */
  async inject(order: FaultOrder, activity: string): Promise<LedgerLine> {
    const run = await this.#bench.inject(order)
    const line: LedgerLine = { order, activity, run, endedBy: isOver(run) ? 'itself' : null }
    this.lines.push(line)
    return line
  }

  /** Ends a fault because the experiment says so. */
  async lift(line: LedgerLine): Promise<void> {
    line.run = await this.#bench.lift(line.run.id)
    line.endedBy ??= 'experiment'
  }

  /** Notes a revert that reverted nothing. */
  complain(text: string): void {
    this.complaints.push(text)
  }

  /** Reads what became of the faults by themselves. */
  async refresh(): Promise<void> {
    if (this.lines.every(({ endedBy }) => endedBy !== null)) return
    const runs = new Map((await this.#bench.faultRuns()).map((run) => [run.id, run]))
    for (const line of this.lines) {
      line.run = runs.get(line.run.id) ?? line.run
      if (isOver(line.run)) line.endedBy ??= 'itself'
    }
  }

  /** Ends every fault that the experiment left, newest first, and gives those. Tries them all before it rejects. */
  async settle(): Promise<LedgerLine[]> {
    await this.refresh()
    const left = this.lines.filter(({ endedBy }) => endedBy === null).reverse()
    const failures: unknown[] = []
    for (const line of left) {
      try {
        line.run = await this.#bench.lift(line.run.id)
        line.endedBy = 'dojo'
      } catch (error) {
        failures.push(error)
      }
    }
    if (failures.length > 0)
      throw new AggregateError(
        failures,
        `${failures.length} faults could not be lifted; they end by themselves.`,
      )
    return left
  }
}
