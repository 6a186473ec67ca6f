import type { Clock, LedgerEntry } from '../../../domain/ports/index.ts'
import { faultNamed } from '../../../domain/fault/registry.ts'
import type { HealBounds, Observation } from '../../../domain/recovery/observation.ts'
import { catalogueImage } from '../../../domain/sandbox/engine-names.ts'
import type { InjectedFault, RunFault } from '../../fault/run-fault.ts'
import type { RoundEnd } from './watch-round.ts'

/** Image that a fault brings in, as the engine names it. */
export const harmfulImageOf = ({ params }: LedgerEntry): string | undefined => {
  const image = params['image']
  return typeof image === 'string' ? catalogueImage(image) : undefined
}

/** One injected fault of an attempt, from its effect to its lift. */
export class ActiveFault {
  readonly injected: InjectedFault
  readonly isOnRepair: boolean
  entry: LedgerEntry
  /** Undefined: probes alone tell. Null: the system did not undo it yet. */
  healed: HealBounds | null | undefined
  readonly #liftAt: number
  #liftedAt: number | null | undefined
  #notYetAt: number

  /** `lastsMs`: its own time; 0 for one that is over at once. */
  constructor(injected: InjectedFault, lastsMs: number, isOnRepair = false) {
    this.injected = injected
    this.entry = injected.entry
    this.isOnRepair = isOnRepair
    this.#liftAt = lastsMs === 0 ? Number.POSITIVE_INFINITY : injected.effectiveAt + lastsMs
    this.#notYetAt = injected.injectedAt
  }

  async liftWhenDue(runFault: RunFault, clock: Clock): Promise<void> {
    if (clock.now() >= this.#liftAt) await this.lift(runFault)
  }

  /** Somebody else may have lifted it already; when, the log tells. */
  async lift(runFault: RunFault): Promise<void> {
    this.entry = await runFault.lift(this.entry)
    this.#liftedAt ??= await runFault.liftedAt(this.entry)
  }

  /** Asks whether the system undid the fault, and between which two questions it did. */
  async askWhetherHealed(runFault: RunFault, clock: Clock): Promise<void> {
    if (this.healed) return
    const askedAt = clock.now()
    const isHealed = await runFault.isHealed(this.injected.entry).catch(() => false)
    if (isHealed === undefined) return
    this.healed = isHealed ? { from: this.#notYetAt, to: clock.now() } : null
    if (!isHealed) this.#notYetAt = askedAt
  }

  /** Right before the platform lifted it, or its own end came; null: it was over at once, or was moot. */
  get liftedAt(): number | null {
    return this.#liftedAt ?? null
  }

  /** What was seen of it, once it is lifted. */
  observation(labFault: string, round: number, end: Pick<RoundEnd, 'streak' | 'observedTo'>): Observation {
    const { injectedAt, effectiveAt, evidence, fidelity } = this.injected
    const { entry } = this
    return {
      faultId: labFault === '' ? entry.fault : labFault,
      fault: entry.fault,
      target: entry.target,
      lift: faultNamed(entry.fault).lift,
      ...{ fidelity, injectedAt, effectiveAt, evidence, round },
      plannedAt: entry.plannedAt,
      // What came back after this may have come back because of it.
      liftedAt: this.liftedAt,
      harmfulImage: harmfulImageOf(entry),
      observedTo: end.observedTo,
      streak: end.streak,
      healed: this.healed,
      isDirty: entry.state === 'dirty',
      isOnRepair: this.isOnRepair,
    }
  }
}
