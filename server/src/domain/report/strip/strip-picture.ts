import type { JournalEvent, ProbeSample, Verdict } from '@noops-dojo/contracts'
import type { ReportInput } from '../report-input.ts'

export interface Span {
  readonly from: number
  readonly to: number
}

/** Where an outage is certain, and where it may have been. `from` and `to` of `certain` meet when nothing is. */
export interface OutageMark {
  readonly certain: Span
  readonly possible: Span
}

/** What the strip shows, in epoch ms: nothing is laid out yet. */
export interface StripPicture extends Span {
  readonly probe: string
  /** The judged window: its start is 0 on the axis. */
  readonly zero: number
  readonly samples: readonly ProbeSample[]
  readonly faults: readonly (Span & { readonly name: string; readonly isInstant: boolean })[]
  readonly outages: readonly OutageMark[]
  readonly touches: readonly number[]
}

const marginMs = 1_000
const longestLeadMs = 5_000
const noProbe = { probe: '', samples: [] }

/** Faults of one round share their outage: it is drawn once, from the first of them. */
const outagesOf = ({ injections }: Verdict, to: number): OutageMark[] => {
  const first = new Map<number, OutageMark>()
  for (const { round, outageAt } of injections) {
    if (outageAt === null || first.has(round)) continue
    const { begin, end } = outageAt
    const certain = { from: begin.to, to: Math.max(begin.to, end.from) }
    const latest = Math.max(certain.to, Math.min(end.to ?? to, to))
    first.set(round, { certain, possible: { from: Math.min(begin.from, certain.from), to: latest } })
  }
  return [...first.values()]
}

const liftOf = (events: readonly JournalEvent[], faultId: string, after: number): number | undefined =>
  events.find(
    ({ kind, at, data }) =>
      at >= after && (kind === 'fault.reverted' || kind === 'fault.moot') && data['labFault'] === faultId,
  )?.at

/** Gathers what the strip of an attempt shows: from a little before the window to a little after it. */
export const stripPicture = ({ verdict, samples, events }: ReportInput): StripPicture => {
  const { probe, samples: all } = samples ?? noProbe
  const first = all[0]?.[0] ?? verdict.from
  const from = Math.max(Math.min(first, verdict.from - marginMs), verdict.from - longestLeadMs)
  const to = Math.max(verdict.to + marginMs, from + marginMs)
  return {
    from,
    to,
    probe,
    zero: verdict.from,
    samples: all.filter(([at]) => at >= from && at <= to),
    faults: verdict.injections
      .filter(({ effectiveAt }) => effectiveAt !== null)
      .map(({ faultId, fault, injectedAt, effectiveAt, liftedAt }) => {
        const end = liftedAt ?? liftOf(events, faultId, injectedAt) ?? effectiveAt ?? injectedAt
        const span = { from: injectedAt, to: Math.min(Math.max(end, effectiveAt ?? end), to) }
        return { ...span, name: fault, isInstant: liftedAt === null }
      }),
    outages: outagesOf(verdict, to),
    touches: verdict.handsOff.touches.map(({ at }) => at),
  }
}
