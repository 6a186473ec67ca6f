import type { Attempt, FaultRun, JournalEvent, LabDetail } from '@noops-dojo/contracts'
import { holdBands, outageBand } from '#lib/sandbox/observation.ts'
import { stackFaults, type StripBand } from '#lib/strip/marks.ts'
import { findOutages } from '#lib/strip/outage.ts'
import type { SampleRing } from '#lib/strip/sample-ring.ts'
import { verdictBands } from '#lib/verdict/verdict-bands.ts'
import type { Run } from './alignment.ts'

interface Seen {
  lab: LabDetail | null
  attempts: readonly Attempt[]
  events: readonly JournalEvent[]
  faultRuns: readonly FaultRun[]
  samples: SampleRing
}

const own = (run: Run, seen: Seen): StripBand[] => {
  const faults = seen.faultRuns.flatMap((one): StripBand[] =>
    one.effectiveAt !== null && one.effectiveAt >= run.from && one.effectiveAt <= run.to
      ? [{ kind: 'fault', from: one.effectiveAt, to: one.endedAt, label: one.fault }]
      : [],
  )
  return stackFaults([...faults, ...findOutages(seen.samples, run.from, run.to).map(outageBand)])
}

/**
 * The bands of a run. The bounds of its verdict where it has one with injections; else what the page sees itself:
 * a running attempt, and outages of a run that had no fault.
 */
export const bandsOfRun = (run: Run, seen: Seen): StripBand[] => {
  const { verdict } = run.attempt
  const judged = verdict !== null && verdict.injections.length > 0 ? verdictBands(verdict) : own(run, seen)
  const events = seen.events.filter((event) => event.data['attemptId'] === run.attempt.id)
  return [...judged, ...holdBands(seen.lab, seen.attempts, events)]
}
