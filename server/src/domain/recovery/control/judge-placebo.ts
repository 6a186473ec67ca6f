import type { JournalEvent, Verdict } from '@noops-dojo/contracts'
import { healersOf } from '../attribution.ts'
import { hostOverloaded, isOverloaded } from '../host-load.ts'
import type { Judged } from '../verdict/judgement.ts'
import type { AttemptRecord } from '../observation.ts'
import { assembleVerdict, isBlind, measure, type VerdictHead } from '../verdict/assemble-verdict.ts'
import { placeboSentence } from './control-sentence.ts'

/** What was watched without a fault. */
export interface QuietRecord extends AttemptRecord {
  readonly from: number
  readonly to: number
  /** Alert probes that fired in the window. */
  readonly alerts: readonly string[]
}

/** What disturbed the quiet. */
export interface Noise {
  readonly badSamples: number
  readonly touches: number
  readonly changes: readonly string[]
  readonly alerts: readonly string[]
}

/**
 * Verdict of the watch without a fault: met when nothing happened. One bad sample, touch, corrective change of the engine
 * or alert, and what the real run shows need not be the fault's doing.
 */
export const placeboVerdict = (
  head: VerdictHead,
  record: QuietRecord,
  events: readonly JournalEvent[],
): Verdict => {
  const { from, to, evidence, alerts } = record
  const seen = measure(head, record, events, { from, to }, [])
  const noise: Noise = {
    badSamples: evidence.filter((each) => !each.isGood && each.from >= from && each.from <= to).length,
    touches: seen.touches.length,
    changes: healersOf(events, from, to).map(({ what }) => what),
    alerts,
  }
  const isQuiet =
    noise.badSamples + noise.touches === 0 && noise.changes.length === 0 && noise.alerts.length === 0
  const judged = ((): Judged => {
    if (isBlind(record, from, to)) return { outcome: 'inconclusive', reason: 'too-few-samples' }
    if (isQuiet) return { outcome: 'met', reason: 'ok' }
    // A hand is no doing of the host.
    if (noise.touches === 0 && isOverloaded(seen.hostLoad)) return hostOverloaded
    return { outcome: 'unmet', reason: 'placebo-not-quiet' }
  })()
  const sentence = placeboSentence(judged, noise, seen.availability?.total ?? 0)
  const isMet = judged.outcome === 'met'
  return assembleVerdict(head, { ...judged, sentence, class: isMet ? 'tolerated' : 'inconclusive' }, seen)
}
