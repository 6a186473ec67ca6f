import type { InjectionResult, Locale } from '@noops-dojo/contracts'
import { interval } from '../../recovery/verdict/times-in-words.ts'
import { instant, moment } from '../numbers.ts'
import type { Fact, Section } from '../report.ts'
import type { ReportWords } from '../words/index.ts'

const healers = ({ healedBy }: InjectionResult, zero: number, words: ReportWords, locale: Locale): string => {
  if (healedBy.length === 0) return words.nobody
  const texts = healedBy.map(
    ({ at, by, what }) => `${words.actors[by]} (${what}, ${moment(at - zero, words)})`,
  )
  return texts.join(locale === 'ja' ? '、' : ', ')
}

const fidelityOf = ({ fidelity }: InjectionResult, locale: Locale): string =>
  fidelity === null ? '–' : `${fidelity.rung}: ${fidelity.text[locale]}`

/** One fault of the attempt: what was done, what it did, and who undid it. Measured times are intervals. */
export const injectionSection = (
  injection: InjectionResult,
  before: InjectionResult | undefined,
  zero: number,
  words: ReportWords,
  locale: Locale,
): Section => {
  const { fault, target, faultId, injectedAt, effectiveAt, liftedAt, outage, recovery } = injection
  const facts: Fact[] = [
    { label: words.injected, value: `${moment(injectedAt - zero, words)} (${instant(injectedAt)})` },
    { label: words.bit, value: effectiveAt === null ? words.didNotBite : injection.evidence[locale] },
    { label: words.outage, value: outage ? interval(outage, words) : words.noOutage },
    { label: words.recovery, value: recovery ? interval(recovery, words) : words.noRecovery },
    { label: words.healedBy, value: healers(injection, zero, words, locale) },
    { label: words.result, value: words.classes[injection.class] },
    { label: words.lifted, value: liftedAt === null ? words.overAtOnce : moment(liftedAt - zero, words) },
    { label: words.fidelity, value: fidelityOf(injection, locale) },
  ]
  const isTogether = before !== undefined && before.round === injection.round
  const note = injection.onRepair ? words.onRepair : isTogether ? words.together : undefined
  const what = target === '' ? fault : `${fault} → ${target}`
  const name = faultId === '' || faultId === fault ? '' : ` (${faultId})`
  return { heading: `${words.fault}: ${what}${name}`, facts, ...(note ? { note } : {}) }
}
