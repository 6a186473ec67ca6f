import type {
  Attempt,
  JournalEvent,
  LabDetail,
  OutageInterval,
  SandboxView,
  Verdict,
} from '@noops-dojo/contracts'
import type { StripBand } from '#lib/strip/marks.ts'
import { findOutages, type SeenOutage } from '#lib/strip/outage.ts'
import type { SampleRing } from '#lib/strip/sample-ring.ts'

/** The attempt that runs now, or undefined. */
export const runningAttempt = (view: SandboxView): Attempt | undefined =>
  view.tasks.flatMap((task) => task.attempts).find((attempt) => attempt.phase !== 'done')

/** The newest attempt with a verdict, or undefined. */
export const lastJudged = (view: SandboxView): (Attempt & { verdict: Verdict }) | undefined =>
  view.tasks
    .flatMap((task) => task.attempts)
    .filter((attempt): attempt is Attempt & { verdict: Verdict } => attempt.verdict !== null)
    .toSorted((a, b) => b.startedAt - a.startedAt)[0]

const handless: readonly string[] = ['setup', 'platform', 'dockerd', 'swarm']

/** Human hands in the log. The click that starts an attempt is none (server: domain/recovery/touches.ts). */
export const isTouch = (event: JournalEvent): boolean =>
  event.kind.startsWith('touch.') &&
  !handless.includes(event.actor) &&
  event.data['actor'] !== 'judge' &&
  event.data['action'] !== 'attempt.start'

export interface HandsOff {
  /** Since when nobody touched, epoch ms; null before anything is known. */
  since: number | null
  /** Touches inside the attempt that runs or ran last; 0 outside an attempt. */
  touches: number
}

/** How long the hands have been off: since the last touch, and how many there were in the current attempt. */
export const handsOff = (view: SandboxView, events: readonly JournalEvent[]): HandsOff => {
  const touches = events.filter(isTouch)
  const running = runningAttempt(view)
  const last = touches.at(-1)?.at ?? view.readyAt
  if (running === undefined) return { since: last, touches: 0 }
  const inside = touches.filter((event) => event.at >= running.startedAt)
  return { since: Math.max(running.startedAt, last ?? 0), touches: inside.length }
}

export interface OutageFigure {
  interval: OutageInterval
  source: 'verdict' | 'live'
}

/**
 * The outage to show as a figure: of the newest fault. From the verdict as soon as there is one, else an
 * estimate of this page. Null when no fault has been followed by a bad sample.
 */
export const outageFigure = (view: SandboxView, samples: SampleRing): OutageFigure | null => {
  const judged = lastJudged(view)
  const run = view.faultRuns
    .filter((one) => one.effectiveAt !== null)
    .toSorted((a, b) => b.plannedAt - a.plannedAt)[0]
  if (judged !== undefined && (run === undefined || run.plannedAt <= judged.verdict.to)) {
    const interval = judged.verdict.injections.findLast((one) => one.outage !== null)?.outage
    return interval ? { interval, source: 'verdict' } : null
  }
  const from = run?.effectiveAt ?? 0
  const seen = findOutages(samples, from - 1000, Number.POSITIVE_INFINITY).at(-1)
  return seen ? { interval: { minMs: seen.minMs, maxMs: seen.maxMs }, source: 'live' } : null
}

const outageBand = (seen: SeenOutage): StripBand => ({
  kind: 'outage',
  from: seen.firstBadStart,
  to: seen.firstGoodEnd === null ? null : seen.lastBadStart,
  softFrom: seen.lastGoodStart,
  softTo: seen.firstGoodEnd,
})

const holdMsOf = (lab: LabDetail | null, taskId: string): number =>
  lab?.taskList.find((task) => task.id === taskId)?.survive?.holdMs ?? 0

/** The bands behind the heartbeat: faults while they bite, outages with both bounds, hold windows. */
export const bandsOf = (
  view: SandboxView,
  lab: LabDetail | null,
  events: readonly JournalEvent[],
  samples: SampleRing,
): StripBand[] => {
  const bands: StripBand[] = []
  for (const run of view.faultRuns) {
    if (run.effectiveAt !== null) bands.push({ kind: 'fault', from: run.effectiveAt, to: run.endedAt })
  }
  for (const seen of findOutages(samples, 0, Number.POSITIVE_INFINITY)) bands.push(outageBand(seen))
  for (const event of events) {
    if (event.kind !== 'attempt.phase' || event.data['phase'] !== 'holding') continue
    const attempt = view.tasks
      .flatMap((task) => task.attempts)
      .find((one) => one.id === event.data['attemptId'])
    const holdMs = holdMsOf(lab, attempt?.taskId ?? '')
    const planned = event.at + holdMs
    bands.push({ kind: 'hold', from: event.at, to: Math.min(planned, attempt?.endedAt ?? planned) })
  }
  return bands
}

/** Share of good samples between two moments, or null when there are none. */
export const availabilityIn = (
  samples: SampleRing,
  from: number,
  to: number,
): { good: number; total: number; ratio: number } | null => {
  let good = 0
  const first = samples.indexFrom(from)
  const last = samples.indexFrom(to)
  for (let index = first; index < last; index += 1) if (samples.isGood(index)) good += 1
  const total = last - first
  return total === 0 ? null : { good, total, ratio: good / total }
}
