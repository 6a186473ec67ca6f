import type { InjectionResult, Verdict } from '@noops-dojo/contracts'
import { stackFaults, type StripBand } from '#lib/strip/marks.ts'

const faultBand = (injection: InjectionResult): StripBand => {
  const from = injection.effectiveAt ?? injection.injectedAt
  return { kind: 'fault', from, to: Math.max(from, injection.liftedAt ?? from), label: injection.fault }
}

/**
 * The bracket of an outage from the bounds in the verdict: recovery counts from the moment the fault took effect to the
 * end of the outage, so its bounds are the two ends, and the bounds of the length lead back to the two beginnings.
 */
const outageBand = ({ injectedAt, effectiveAt, outage, recovery }: InjectionResult): StripBand | null => {
  if (outage === null) return null
  const start = effectiveAt ?? injectedAt
  const end = start + (recovery?.minMs ?? outage.minMs)
  const from = Math.max(injectedAt, end - outage.minMs)
  if (outage.maxMs === null) return { kind: 'outage', from, to: null, softFrom: injectedAt, softTo: null }
  const softTo = start + (recovery?.maxMs ?? outage.maxMs)
  const softFrom = Math.min(from, Math.max(injectedAt, softTo - outage.maxMs))
  return { kind: 'outage', from, to: Math.max(from, end), softFrom, softTo }
}

/** What a verdict says about its window, as bands: each fault while it was effective, each outage with both bounds. */
export const verdictBands = (verdict: Verdict): StripBand[] => {
  const outages = new Map<string, StripBand>()
  for (const injection of verdict.injections) {
    const band = outageBand(injection)
    // Faults of one round share their outage; it is drawn once.
    if (band !== null) outages.set(`${injection.round} ${band.from} ${band.to}`, band)
  }
  return stackFaults([...verdict.injections.map(faultBand), ...outages.values()])
}
