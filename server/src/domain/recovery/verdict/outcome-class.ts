import type {
  InjectionResult,
  JournalEvent,
  OutageInterval,
  OutagePlace,
  OutcomeClass,
} from '@noops-dojo/contracts'
import { healersOf } from '../attribution.ts'
import type { Evidence } from '../outage/evidence.ts'
import { clockSlackMs, type Observation } from '../observation.ts'
import { outageBounds, type OutageBounds } from '../outage/outage.ts'
import { touchesOf } from '../touches.ts'

/** Samples that belong to this injection: from its baseline to where the observation ended. */
const around = (evidence: readonly Evidence[], seen: Observation, until: number): Evidence[] =>
  evidence.filter((sample) => sample.from >= seen.injectedAt - 5000 && sample.from <= until)

interface Recovery {
  readonly from: number
  readonly to: number
}

/** Bounds of the moment of recovery: the probes' and, for faults that probes do not see the end of, the system's own. */
const recoveryOf = (seen: Observation, outage: OutageBounds | undefined): Recovery | null | undefined => {
  if (!seen.streak?.isStable || seen.healed === null) return null
  const ends: Recovery[] = []
  if (outage) {
    if (outage.end.to === null) return null
    ends.push({ from: outage.end.from, to: outage.end.to })
  }
  if (seen.healed) ends.push(seen.healed)
  if (ends.length === 0) return undefined
  return {
    from: Math.max(...ends.map(({ from }) => from)),
    to: Math.max(...ends.map(({ to }) => to)),
  }
}

const classOf = (
  seen: Observation,
  recovery: Recovery | null | undefined,
  hasOutage: boolean,
  hasHands: boolean,
): OutcomeClass => {
  if (seen.effectiveAt === null || seen.isDirty) return 'inconclusive'
  if (recovery === null) return 'not-recovered'
  if (recovery === undefined) return 'tolerated'
  if (seen.liftedAt !== null && recovery.to > seen.liftedAt)
    return seen.lift === 'repairs' ? 'platform-assisted' : 'self-recovered-after-lift'
  if (hasHands) return 'human-assisted'
  return hasOutage ? 'self-recovered-during' : 'tolerated'
}

/** From the moment it took effect (known within [injectedAt, effectiveAt]) to the moment of recovery. */
const recoveryInterval = (
  seen: Observation,
  recovery: Recovery | null | undefined,
): OutageInterval | null => {
  if (recovery === undefined || seen.effectiveAt === null) return null
  const horizon = Math.max(0, seen.observedTo - seen.effectiveAt)
  if (recovery === null) return { minMs: horizon, maxMs: null }
  return {
    minMs: Math.max(0, recovery.from - seen.effectiveAt - clockSlackMs),
    maxMs: Math.max(0, recovery.to - seen.injectedAt + clockSlackMs),
  }
}

/** What one injection showed: outage and recovery as intervals, the class, and who healed it. */
export const injectionResultOf = (
  seen: Observation,
  evidence: readonly Evidence[],
  events: readonly JournalEvent[],
): InjectionResult => {
  const until = seen.streak?.isStable ? seen.streak.to : seen.observedTo
  const samples = around(evidence, seen, until)
  const outage = outageBounds(samples, seen.injectedAt - clockSlackMs)
  const recovery = recoveryOf(seen, outage)
  const healedBy = healersOf(
    events,
    seen.injectedAt,
    recovery ? recovery.to : seen.observedTo,
    seen.harmfulImage,
  )
  const hands = recovery ? touchesOf(events, seen.injectedAt, recovery.to) : []
  const { faultId, fault, target, plannedAt, injectedAt, effectiveAt, liftedAt, fidelity } = seen
  const felt = effectiveAt === null ? undefined : outage
  return {
    ...{ faultId, fault, target, plannedAt, injectedAt, effectiveAt, liftedAt, fidelity },
    evidence: seen.evidence,
    outage: felt ? lengthOf(felt, recovery) : null,
    outageAt: felt ? placeOf(felt, recovery) : null,
    recovery: recoveryInterval(seen, recovery),
    class: classOf(seen, recovery, outage !== undefined, hands.length > 0),
    healedBy,
    round: seen.round,
    onRepair: seen.isOnRepair,
  }
}

/** An outage that never became stable again has no upper bound. */
const lengthOf = (outage: OutageBounds, recovery: Recovery | null | undefined): OutageInterval =>
  recovery === null ? { ...outage.length, maxMs: null } : outage.length

const placeOf = ({ begin, end }: OutageBounds, recovery: Recovery | null | undefined): OutagePlace => ({
  begin,
  end: recovery === null ? { ...end, to: null } : end,
})
