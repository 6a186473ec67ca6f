import { inLanguage, type Locale } from '@noops-dojo/contracts'
import { instant } from './numbers.ts'
import type { ReportInput } from './report-input.ts'
import type { Fact, Report } from './report.ts'
import { injectionSection } from './sections/injection-section.ts'
import { handsSection, scoreSections, sealSection } from './sections/proof-sections.ts'
import { serviceSection } from './sections/service-section.ts'
import { timelineSection } from './sections/timeline-section.ts'
import { stripPicture } from './strip/strip-picture.ts'
import { reportWords, type ReportWords } from './words/index.ts'

const aboutFacts = (input: ReportInput, words: ReportWords, locale: Locale): Fact[] => {
  const { attempt, verdict, taskTitle, samples } = input
  const { about } = words
  const arm = words.arms[verdict.arm]
  const probe = verdict.probe ?? samples?.probe
  return [
    { label: about.lab, value: inLanguage(input.labTitle, locale) },
    { label: about.task, value: taskTitle ? inLanguage(taskTitle, locale) : about.experiment },
    { label: about.run, value: verdict.arm === 'ablation' ? `${arm} ${verdict.ablation ?? ''}`.trim() : arm },
    { label: about.started, value: instant(attempt.startedAt) },
    ...(probe ? [{ label: about.probe, value: probe }] : []),
  ]
}

/** Makes the report of an attempt in one language; pure. The sentence comes first, then what it rests on. */
export const buildReport = (input: ReportInput, locale: Locale): Report => {
  const { attempt, verdict, events } = input
  const words = reportWords[locale]
  const picture = stripPicture(input)
  const good = picture.samples.filter(([, isGood]) => isGood === 1).length
  const pictureAlt =
    picture.samples.length === 0 ? words.noSamples : words.strip(picture.probe, good, picture.samples.length)
  const marks = ['good', 'bad', 'fault', 'outage', 'touch'] as const
  return {
    locale,
    title: words.title,
    outcome: verdict.outcome,
    outcomeWord: words.outcome[verdict.outcome],
    sentence: verdict.sentence[locale],
    about: aboutFacts(input, words, locale),
    picture,
    pictureAlt,
    legend: marks.map((mark) => ({ mark, text: words.legend[mark] })),
    sections: [
      ...verdict.injections.map((each, index, all) =>
        injectionSection(each, all[index - 1], verdict.from, words, locale),
      ),
      serviceSection(verdict, words),
      handsSection(verdict, words),
      ...scoreSections(verdict, words, locale),
      sealSection(verdict, words),
      timelineSection(events, verdict.from, words, locale),
    ],
    footer: words.footer(attempt.id, attempt.sandboxId),
  }
}
