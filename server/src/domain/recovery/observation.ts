import type { FidelityRung, PlatformText, WriteCount } from '@noops-dojo/contracts'
import type { Lift } from '../fault/fault.ts'
import type { Evidence, ProbeTiming } from './outage/evidence.ts'
import type { LoadSample } from './host-load.ts'
import type { Streak } from './stability.ts'

/** Bounds of the moment at which the system itself undid a fault that probes alone cannot see the end of. */
export interface HealBounds {
  readonly from: number
  readonly to: number
}

/** What the platform saw of one injection, before anybody judges it. Times are epoch ms. */
export interface Observation {
  readonly faultId: string
  readonly fault: string
  readonly target: string
  readonly lift: Lift
  readonly fidelity: FidelityRung | null
  readonly plannedAt: number
  /** Right before the command was issued. */
  readonly injectedAt: number
  /** When it was known to have happened; null: it did not bite. */
  readonly effectiveAt: number | null
  /** Right before the platform lifted it; null: it was over at once, or was moot. */
  readonly liftedAt: number | null
  readonly evidence: PlatformText
  /** Image that the fault itself brought in; starting it heals nothing. */
  readonly harmfulImage?: string | undefined
  /** Up to here every probe has answered or timed out. */
  readonly observedTo: number
  readonly streak: Streak | undefined
  /** Undefined: probes alone tell. Null: the system did not undo it. */
  readonly healed?: HealBounds | null | undefined
  readonly isDirty: boolean
  /** Injections of one round were made together. */
  readonly round: number
  /** It was set off by the repair of the one before. */
  readonly isOnRepair: boolean
}

/**
 * From when good answers count as holding it; epoch ms. Not before the fault was there: a container that is asked to stop
 * answers on through its grace period. And where the system undoes it, from then on: a release that still rolls is not held
 * by good answers of the old one.
 */
export const holdBeginsAt = ({
  injectedAt,
  effectiveAt,
  healed,
}: Pick<Observation, 'injectedAt' | 'effectiveAt' | 'healed'>): number =>
  healed?.to ?? effectiveAt ?? injectedAt

/** All that a survive attempt is judged by, besides the event log. */
export interface AttemptRecord {
  readonly timing: ProbeTiming
  readonly evidence: readonly Evidence[]
  readonly observations: readonly Observation[]
  /** Acknowledged writes against what was kept; null: none were asked for. */
  readonly writes?: WriteCount | null
  /** How full the host was meanwhile; what is left out: nobody looked. */
  readonly load?: readonly LoadSample[]
  /** A second fault was to come with the repair, and no repair was seen to begin. */
  readonly isSecondFaultMissing?: boolean
}

/** Clocks of server and gateway may differ by this on one node; a bound that mixes them is widened by it. */
export const clockSlackMs = 5
