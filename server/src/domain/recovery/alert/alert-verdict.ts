import type { JournalEvent, Verdict } from '@noops-dojo/contracts'
import { hostOverloaded, mayBeOfTheHost, meanLoad } from '../host-load.ts'
import { worstClass, type Judged } from '../verdict/judgement.ts'
import type { AttemptRecord } from '../observation.ts'
import { injectionResultOf } from '../verdict/outcome-class.ts'
import { assembleVerdict, isBlind, measure, type VerdictHead } from '../verdict/assemble-verdict.ts'
import type { ProbeTiming } from '../outage/evidence.ts'
import { alertSentence } from './alert-sentence.ts'
import { detectionOf, type AlertWatch } from './detection.ts'
import { judgeDetection, type AlertExpectation } from './judge-detection.ts'

/** All that an alert attempt is judged by, besides the event log. */
export interface AlertRecord {
  readonly alert: AlertWatch & { readonly timing: ProbeTiming }
  /** The lab's own probe and what it saw of the fault; undefined: the lab has none. */
  readonly service: AttemptRecord | undefined
  readonly isDirty: boolean
}

/** Gives the verdict of an alert attempt that ran to its end. */
export const alertVerdict = (
  head: VerdictHead,
  record: AlertRecord,
  events: readonly JournalEvent[],
  expected: AlertExpectation,
): Verdict => {
  const { alert, service } = record
  const { quietFrom, effective, observedTo, evidence, timing } = alert
  const from = effective?.from ?? quietFrom
  const to = Math.max(from, observedTo)
  const injections = (service?.observations ?? []).map((seen) => ({
    ...injectionResultOf(seen, service?.evidence ?? [], events),
    // Without a probe of the service nothing is known but that the fault bit.
    ...(service?.evidence.length === 0
      ? { class: 'tolerated' as const, outage: null, outageAt: null, recovery: null }
      : {}),
  }))
  const detection = detectionOf(alert)
  // A false alarm came in the quiet: how full the host was after it explains nothing.
  const loaded = detection.falseAlarms > 0 ? { from: quietFrom, to: effective?.from ?? to } : { from, to }
  const hostLoad = meanLoad(service?.load ?? [], loaded.from, loaded.to)
  const seen = { ...measure(head, service, events, { from, to }, injections), detection, hostLoad }
  const judged = ((): Judged => {
    if (record.isDirty) return { outcome: 'inconclusive', reason: 'fault-dirty' }
    if (isBlind({ evidence, timing, observations: [] }, quietFrom, to))
      return { outcome: 'inconclusive', reason: 'too-few-samples' }
    const found = judgeDetection(detection, seen.touches, expected)
    return mayBeOfTheHost(found.reason, seen.hostLoad) ? hostOverloaded : found
  })()
  const sentence = alertSentence({ ...judged, ...expected, ...seen, detection })
  const worst = worstClass(injections.map((each) => each.class))
  const isOpen = judged.outcome === 'inconclusive'
  return assembleVerdict(head, { ...judged, sentence, class: isOpen ? 'inconclusive' : worst }, seen)
}
