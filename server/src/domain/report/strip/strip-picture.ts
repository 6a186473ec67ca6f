import type { JournalEvent, ProbeSample, Verdict } from '@noops-dojo/contracts'
import { evidenceOf, type Evidence } from '../../recovery/evidence.ts'
import { outageBounds } from '../../recovery/outage.ts'
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
const noProbe = { probe: '', everyMs: 100, timeoutMs: 1000, samples: [] }

/** Injections of one round share their outage: it is drawn once, from the first of them. */
const outagesOf = ({ injections }: Verdict, evidence: readonly Evidence[], end: number): OutageMark[] => {
  const starts = [...new Set(injections.map(({ round }) => round))].map((round) => {
    const own = injections.filter((each) => each.round === round)
    return {
      at: Math.min(...own.map(({ injectedAt }) => injectedAt)),
      isOut: own.some(({ outage }) => outage),
    }
  })
  return starts.flatMap(({ at, isOut }, index) => {
    const next = starts[index + 1]?.at ?? Infinity
    const bounds = isOut
      ? outageBounds(
          evidence.filter((sample) => sample.from < next),
          at,
        )
      : undefined
    if (!bounds) return []
    const certain = { from: bounds.begin.to, to: Math.max(bounds.begin.to, bounds.end.from) }
    const to = Math.min(bounds.end.to ?? end, end)
    return [
      {
        certain,
        possible: { from: Math.min(bounds.begin.from, certain.from), to: Math.max(to, certain.to) },
      },
    ]
  })
}

const liftOf = (events: readonly JournalEvent[], faultId: string, after: number): number | undefined =>
  events.find(
    ({ kind, at, data }) =>
      at >= after && (kind === 'fault.reverted' || kind === 'fault.moot') && data['labFault'] === faultId,
  )?.at

/** Gathers what the strip of an attempt shows: from a little before the window to a little after it. */
export const stripPicture = ({ verdict, samples, events }: ReportInput): StripPicture => {
  const { probe, samples: all, ...timing } = samples ?? noProbe
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
    outages: outagesOf(verdict, evidenceOf(all, timing), to),
    touches: verdict.handsOff.touches.map(({ at }) => at),
  }
}
