import type { InjectionResult, Verdict } from '@noops-dojo/contracts'
import { stackFaults, type StripBand } from '#lib/strip/marks.ts'

const faultBand = (injection: InjectionResult): StripBand => {
  const from = injection.effectiveAt ?? injection.injectedAt
  return { kind: 'fault', from, to: Math.max(from, injection.liftedAt ?? from), label: injection.fault }
}

/** The bracket of an outage: certain between the inner bounds, possible between the outer ones. */
const outageBand = ({ begin, end }: NonNullable<InjectionResult['outageAt']>): StripBand => {
  const inner = { from: begin.to, to: end.to === null ? null : Math.max(begin.to, end.from) }
  const softTo = end.to === null ? null : Math.max(end.to, begin.to)
  return { kind: 'outage', ...inner, softFrom: Math.min(begin.from, begin.to), softTo }
}

/** What a verdict says about its window, as bands: each fault while it was effective, each outage with both bounds. */
export const verdictBands = ({ injections }: Verdict): StripBand[] => {
  const outages = new Map<string, StripBand>()
  for (const { outageAt, round } of injections) {
    if (outageAt === null) continue
    const band = outageBand(outageAt)
    // Faults of one round share their outage; it is drawn once.
    outages.set(`${round} ${band.from} ${band.to}`, band)
  }
  return stackFaults([...injections.map(faultBand), ...outages.values()])
}
