import {
  isTouch,
  shownProbeName,
  type Attempt,
  type FaultRun,
  type InjectionResult,
  type JournalEvent,
  type LabDetail,
  type OutageInterval,
  type SandboxView,
  type Verdict,
} from '@noops-dojo/contracts'
import { stackFaults, type StripBand } from '#lib/strip/marks.ts'
import { findOutages, underWayMs, type SeenOutage } from '#lib/strip/outage.ts'
import type { SampleRing } from '#lib/strip/sample-ring.ts'

/** `taskId` of an attempt that belongs to no task (contracts: sandbox/sandbox.ts). */
export const experimentTask = 'experiment'

/**
 * All attempts, oldest first: those of the tasks, which come with each snapshot, and those that only the list of
 * attempts has (experiments). Where both know one, the one that is further counts.
 */
export const mergeAttempts = (view: SandboxView | null, listed: readonly Attempt[]): Attempt[] => {
  const byId = new Map(listed.map((attempt) => [attempt.id, attempt]))
  for (const attempt of view?.tasks.flatMap((task) => task.attempts) ?? []) {
    if (byId.get(attempt.id)?.phase !== 'done') byId.set(attempt.id, attempt)
  }
  return [...byId.values()].toSorted((a, b) => a.startedAt - b.startedAt)
}

/** The attempt or experiment that runs now, or undefined. */
export const runningAttempt = (attempts: readonly Attempt[]): Attempt | undefined =>
  attempts.find((attempt) => attempt.phase !== 'done')

const activeStates: readonly FaultRun['state'][] = ['planned', 'injecting', 'effective', 'reverting']

/** Whether a fault is on its way, at work, or being lifted. */
export const isFaultActive = ({ state }: FaultRun): boolean => activeStates.includes(state)

/** The newest attempt with a verdict, or undefined. */
export const lastJudged = (attempts: readonly Attempt[]): (Attempt & { verdict: Verdict }) | undefined =>
  attempts
    .filter((attempt): attempt is Attempt & { verdict: Verdict } => attempt.verdict !== null)
    .toSorted((a, b) => b.startedAt - a.startedAt)[0]

export interface HandsOff {
  /** Since when nobody touched, epoch ms; null before anything is known. */
  since: number | null
  /** Touches inside the attempt that runs or ran last; 0 outside an attempt. */
  touches: number
}

/** Since when the sandbox was in somebody's hands and usable, epoch ms. The time in the pool was nobody's. */
const begunAt = ({ readyAt, claimedAt }: SandboxView): number | null =>
  readyAt === null ? null : Math.max(readyAt, claimedAt ?? 0)

/** How long the hands have been off: since the last touch, and how many there were in the current attempt. */
export const handsOff = (
  view: SandboxView,
  attempts: readonly Attempt[],
  events: readonly JournalEvent[],
): HandsOff => {
  const touches = events.filter(isTouch)
  const running = runningAttempt(attempts)
  const last = touches.at(-1)?.at ?? begunAt(view)
  if (running === undefined) return { since: last, touches: 0 }
  const inside = touches.filter((event) => event.at >= running.startedAt)
  return { since: Math.max(running.startedAt, last ?? 0), touches: inside.length }
}

export interface OutageFigure {
  interval: OutageInterval
  source: 'verdict' | 'live'
}

/** The injection of a verdict that a seen outage belongs to, or undefined. */
const judgedOf = (seen: SeenOutage, attempts: readonly Attempt[]): InjectionResult | undefined => {
  const verdict = lastJudged(attempts)?.verdict
  if (verdict === undefined || seen.firstBadStart > verdict.to) return undefined
  return verdict.injections.findLast(({ injectedAt }) => seen.firstBadStart >= injectedAt - underWayMs)
}

/**
 * The outage to show as a figure: the newest one that the samples show; during an attempt only what it went through.
 * An outage that is over and was judged has the bounds of its verdict, any other an estimate of this page. Null when
 * there is none.
 */
export const outageFigure = (attempts: readonly Attempt[], samples: SampleRing): OutageFigure | null => {
  const running = runningAttempt(attempts)
  const seen = findOutages(samples, 0, Number.POSITIVE_INFINITY).at(-1)
  if (seen === undefined) return null
  const isOver = seen.firstGoodEnd !== null
  if (running !== undefined && isOver && (seen.firstGoodEnd ?? 0) < running.startedAt) return null
  const judged = isOver ? judgedOf(seen, attempts)?.outage : undefined
  if (judged && judged.maxMs !== null) return { interval: judged, source: 'verdict' }
  return { interval: { minMs: seen.minMs, maxMs: seen.maxMs }, source: 'live' }
}

/** The probe that the strip of a lab shows. */
export const shownProbe = (lab: LabDetail | null): LabDetail['probes'][number] | undefined => {
  const probes = lab?.probes ?? []
  const shown = shownProbeName(
    probes.map(({ name }) => name),
    lab?.slo,
  )
  return probes.find(({ name }) => name === shown)
}

/** How many of the newest samples tell whether it is good right now: two seconds of them. */
const recentSamples = 20

/** Whether the probe sees it bad right now: a bad sample among the newest. False when nothing is known. */
export const isUnsteady = (samples: SampleRing): boolean => {
  const first = Math.max(0, samples.length - recentSamples)
  for (let index = first; index < samples.length; index += 1) if (!samples.isGood(index)) return true
  return false
}

export const outageBand = (seen: SeenOutage): StripBand => ({
  kind: 'outage',
  from: seen.firstBadStart,
  to: seen.firstGoodEnd === null ? null : seen.lastBadStart,
  softFrom: seen.lastGoodStart,
  softTo: seen.firstGoodEnd,
})

const longestHoldMs = 120_000
const holdMsOf = (lab: LabDetail | null, taskId: string): number =>
  lab?.taskList.find((task) => task.id === taskId)?.survive?.holdMs ?? longestHoldMs

/** The bands behind the heartbeat: faults while they bite, outages with both bounds, hold windows. */
export const bandsOf = (
  view: SandboxView,
  lab: LabDetail | null,
  attempts: readonly Attempt[],
  events: readonly JournalEvent[],
  samples: SampleRing,
): StripBand[] => {
  const bands: StripBand[] = []
  for (const run of view.faultRuns) {
    if (run.effectiveAt === null) continue
    bands.push({ kind: 'fault', from: run.effectiveAt, to: run.endedAt, label: run.fault })
  }
  for (const seen of findOutages(samples, 0, Number.POSITIVE_INFINITY)) bands.push(outageBand(seen))
  bands.push(...holdBands(lab, attempts, events))
  return stackFaults(bands)
}

/** From the start of each hold window to the next phase of its attempt, or as long as it is planned. */
export const holdBands = (
  lab: LabDetail | null,
  attempts: readonly Attempt[],
  events: readonly JournalEvent[],
): StripBand[] => {
  const phases = events.filter((event) => event.kind === 'attempt.phase')
  return phases.flatMap((event, index): StripBand[] => {
    const id = event.data['attemptId']
    if (event.data['phase'] !== 'holding') return []
    const attempt = attempts.find((one) => one.id === id)
    if (attempt === undefined) return []
    const next = phases.slice(index + 1).find((one) => one.data['attemptId'] === id)
    const planned = event.at + holdMsOf(lab, attempt.taskId)
    const to = Math.min(planned, next?.at ?? planned, attempt.endedAt ?? planned)
    return [{ kind: 'hold', from: event.at, to }]
  })
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
