import type { Verdict } from '@noops-dojo/contracts'
import { interval, seconds } from '../../recovery/verdict/times-in-words.ts'
import { percent, tinyPercent } from '../numbers.ts'
import type { Fact, Section } from '../report.ts'
import type { ReportWords } from '../words/index.ts'

const availabilityFact = ({ availability }: Verdict, words: ReportWords): Fact => {
  if (!availability) return { label: words.availability, value: words.noAvailability }
  const { ratio, good, total, low, high } = availability
  const value = words.availabilityText(percent(ratio), good, total, percent(low), percent(high))
  return { label: words.availability, value }
}

const budgetFacts = ({ errorBudget }: Verdict, words: ReportWords): Fact[] => {
  if (!errorBudget) return []
  const { target, burnRate, windowMs, consumed } = errorBudget
  const value = words.budgetText(
    tinyPercent(consumed),
    percent(target),
    burnRate.toFixed(1),
    seconds(windowMs, words),
  )
  return [{ label: words.budget, value }]
}

const writeFacts = ({ writes }: Verdict, words: ReportWords): Fact[] => {
  if (!writes) return []
  if (!writes.isKnown) return [{ label: words.writes, value: words.writesUnknown }]
  const { acknowledged, sent, lost, duplicated, lostKeys } = writes
  const keys =
    lostKeys.length > 0 ? [{ label: words.lostKeys, value: lostKeys.join(', '), isCode: true }] : []
  return [{ label: words.writes, value: words.writesText(acknowledged, sent, lost, duplicated) }, ...keys]
}

const alertFacts = ({ detection }: Verdict, words: ReportWords): Fact[] => {
  if (!detection) return []
  const { fired, resolved, falseAlarms } = detection
  return [
    { label: words.alertFired, value: fired ? interval(fired, words) : words.alertNever },
    { label: words.alertResolved, value: resolved ? interval(resolved, words) : words.alertNever },
    { label: words.falseAlarms, value: String(falseAlarms) },
  ]
}

/** What users got meanwhile: availability, error budget, writes, and what the learner's own alert said. */
export const serviceSection = (verdict: Verdict, words: ReportWords): Section => ({
  heading: words.service,
  facts: [
    availabilityFact(verdict, words),
    ...budgetFacts(verdict, words),
    ...writeFacts(verdict, words),
    ...alertFacts(verdict, words),
  ],
})
