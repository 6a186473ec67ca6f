import type { Attempt, JournalEvent } from '@noops-dojo/contracts'

/** A run with the moments that matter for drawing it; epoch ms. */
export interface Run {
  attempt: Attempt
  /** Place in the list of all runs, from 1. */
  number: number
  from: number
  to: number
  /** The first injection; null: none (a placebo, or it never came to it). */
  injectedAt: number | null
}

export interface AlignedWindow {
  from: number
  to: number
  /** The moment that all runs of a comparison have in common. */
  origin: number
}

const marginMs = 1000

const firstInjection = (attempt: Attempt, events: readonly JournalEvent[], to: number): number | null => {
  const judged = attempt.verdict?.injections.map((one) => one.effectiveAt ?? one.injectedAt) ?? []
  if (judged.length > 0) return Math.min(...judged)
  const seen = events.find(
    ({ kind, at, data }) =>
      kind === 'fault.effective' &&
      at >= attempt.startedAt &&
      at <= to &&
      (data['attemptId'] === undefined || data['attemptId'] === null || data['attemptId'] === attempt.id),
  )
  return seen?.at ?? null
}

/** Gives the attempts as runs. A running one ends `now`; `events` tell of its faults before there is a verdict. */
export const runsOf = (attempts: readonly Attempt[], events: readonly JournalEvent[], now: number): Run[] =>
  attempts.map((attempt, index) => {
    const to = attempt.endedAt ?? attempt.verdict?.to ?? now
    return {
      attempt,
      number: index + 1,
      from: attempt.startedAt,
      to,
      injectedAt: firstInjection(attempt, events, to),
    }
  })

/**
 * Gives a window for each run so that all are equally long and the first injection stands at the same place; a run
 * without one stands with its start at the earliest place that the others allow.
 */
export const alignRuns = (runs: readonly Run[]): AlignedWindow[] => {
  const withFault = runs.filter((run) => run.injectedAt !== null)
  const beforeMs = Math.max(0, ...withFault.map((run) => (run.injectedAt as number) - run.from))
  const originOf = (run: Run): number => run.injectedAt ?? run.from + beforeMs
  const afterMs = Math.max(0, ...runs.map((run) => run.to - originOf(run)))
  return runs.map((run) => {
    const origin = originOf(run)
    return { origin, from: origin - beforeMs - marginMs, to: origin + afterMs + marginMs }
  })
}
