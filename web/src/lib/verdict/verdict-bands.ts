import type { InjectionResult, Verdict } from '@noops-dojo/contracts'
import { stackFaults, type StripBand } from '#lib/strip/marks.ts'
import { findOutages, underWayMs } from '#lib/strip/outage.ts'
import type { SampleRing } from '#lib/strip/sample-ring.ts'

const faultBand = (injection: InjectionResult): StripBand => {
  const from = injection.effectiveAt ?? injection.injectedAt
  return { kind: 'fault', from, to: Math.max(from, injection.liftedAt ?? from), label: injection.fault }
}

const startOf = ({ injectedAt, effectiveAt }: InjectionResult): number => effectiveAt ?? injectedAt

/** The moment until which a bad sample belongs to this injection: its recovery, or the next injection; epoch ms. */
const lastMomentOf = (injection: InjectionResult, { injections, to }: Verdict): number => {
  const later = injections.map((one) => one.injectedAt).filter((at) => at > injection.injectedAt)
  const recoveryMs = injection.recovery?.maxMs ?? Number.POSITIVE_INFINITY
  return Math.min(to, startOf(injection) + recoveryMs, ...later)
}

/** The bracket where the samples show the outage: a verdict has its length, but not its place. */
const seenBand = (injection: InjectionResult, verdict: Verdict, samples: SampleRing): StripBand | null => {
  if (samples.length === 0 || samples.start(0) > injection.injectedAt) return null
  const seen = findOutages(samples, injection.injectedAt - underWayMs, lastMomentOf(injection, verdict))
  const [first, last] = [seen[0], seen.at(-1)]
  if (first === undefined || last === undefined) return null
  const begin = { kind: 'outage' as const, from: first.firstBadStart, softFrom: first.lastGoodStart }
  if (injection.outage?.maxMs === null) return { ...begin, to: null, softTo: null }
  return { ...begin, to: last.lastBadStart, softTo: last.firstGoodEnd ?? last.lastBadStart }
}

/**
 * The bracket from the bounds of the verdict alone, when the samples are no longer kept. It takes the recovery for the
 * end of the outage, so it may lie too late by as long as the system itself took to be whole again.
 */
const boundsBand = (injection: InjectionResult): StripBand | null => {
  const { injectedAt, outage, recovery } = injection
  if (outage === null) return null
  const start = startOf(injection)
  const end = start + (recovery?.minMs ?? outage.minMs)
  const from = Math.max(injectedAt, end - outage.minMs)
  if (outage.maxMs === null) return { kind: 'outage', from, to: null, softFrom: injectedAt, softTo: null }
  const softTo = start + (recovery?.maxMs ?? outage.maxMs)
  const softFrom = Math.min(from, Math.max(injectedAt, softTo - outage.maxMs))
  return { kind: 'outage', from, to: Math.max(from, end), softFrom, softTo }
}

/**
 * What a verdict says about its window, as bands: each fault while it was effective, each outage with both bounds.
 * `samples` of its probe place the outages; without them their place is what the bounds allow.
 */
export const verdictBands = (verdict: Verdict, samples?: SampleRing): StripBand[] => {
  const outages = new Map<string, StripBand>()
  for (const injection of verdict.injections) {
    if (injection.outage === null) continue
    const band = (samples && seenBand(injection, verdict, samples)) ?? boundsBand(injection)
    // Faults of one round share their outage; it is drawn once.
    if (band !== null) outages.set(`${injection.round} ${band.from} ${band.to}`, band)
  }
  return stackFaults([...verdict.injections.map(faultBand), ...outages.values()])
}
