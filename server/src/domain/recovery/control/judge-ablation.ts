import {
  notHealed,
  type Availability,
  type InjectionResult,
  type Touch,
  type WriteCount,
} from '@noops-dojo/contracts'
import { hostOverloaded, isOverloaded } from '../host-load.ts'
import type { Expectation, Judged } from '../verdict/judgement.ts'
import { writeVeto } from '../writes/judge-writes.ts'

export interface AblationSeen {
  readonly injections: readonly InjectionResult[]
  readonly availability: Availability | null
  readonly touches: readonly Touch[]
  readonly writes: WriteCount | null
  /** Programs that ran or waited, by processor. */
  readonly hostLoad: number | null
}

/**
 * Judges a run without one mechanism: met when the system did not recover within the horizon, lost acknowledged writes,
 * or missed the availability that the task asks for. If it stood also without it, the mechanism proves nothing
 * (docs/decisions/121). How fast it recovered does not matter. A hand in it spoils it: it could have healed, or harmed.
 */
export const judgeAblation = (seen: AblationSeen, expected: Expectation): Judged => {
  const { injections, availability, touches, writes, hostLoad } = seen
  if (injections.length === 0 || injections.some((each) => each.class === 'inconclusive'))
    return { outcome: 'inconclusive', reason: 'fault-not-effective' }
  if (availability === null) return { outcome: 'inconclusive', reason: 'too-few-samples' }
  if (touches.length > 0) return { outcome: 'inconclusive', reason: 'touched' }
  const isShort = expected.availability !== undefined && availability.ratio < expected.availability
  const isDown = injections.some((each) => notHealed.includes(each.class))
  const failed: Judged = { outcome: 'met', reason: 'ok' }
  const veto = writeVeto(writes, expected.areWritesOnce ?? false)
  if (veto?.reason === 'write-duplicated') return failed
  if (!isDown && !isShort && !veto) return { outcome: 'unmet', reason: 'ablation-recovered' }
  // On a host that is too full it may have failed with the mechanism, too.
  return isOverloaded(hostLoad) ? hostOverloaded : failed
}
