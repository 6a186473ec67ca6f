import type { Locale, Verdict } from '@noops-dojo/contracts'
import { seconds } from '../../recovery/verdict/times-in-words.ts'
import { moment } from '../numbers.ts'
import type { Section } from '../report.ts'
import type { ReportWords } from '../words/index.ts'

/** Human hands during the attempt, each of them. */
export const handsSection = ({ handsOff, from }: Verdict, words: ReportWords): Section => {
  const { touches, touchSeconds } = handsOff
  const time = `${touchSeconds.toFixed(1)} ${words.unit}`
  const value = touches.length === 0 ? words.noTouches : words.touchesText(touches.length, time)
  const rows = touches.map(({ at, kind, what }) => [
    moment(at - from, words),
    words.kinds[kind] ?? kind,
    what,
  ])
  const [when = '', kind = '', , detail = ''] = words.timelineHead
  return {
    heading: words.hands,
    facts: [
      { label: words.touches, value },
      { label: words.window, value: words.windowText(seconds(handsOff.to - handsOff.from, words)) },
    ],
    ...(rows.length > 0 ? { table: { head: [when, kind, detail], rows } } : {}),
  }
}

/** The NoOps score with its factors and why each is not 1. */
export const scoreSections = ({ score }: Verdict, words: ReportWords, locale: Locale): Section[] => {
  if (!score) return []
  const rows = score.factors.map(({ name, value, evidence }) => [
    words.factors[name],
    `× ${value.toFixed(3)}`,
    evidence[locale],
  ])
  return [
    {
      heading: words.score,
      facts: [{ label: words.score, value: words.scoreText(score.value.toFixed(1)) }],
      table: { head: words.factorHead, rows },
    },
  ]
}

/** What was sealed before and is revealed now. */
export const sealSection = ({ seal }: Verdict, words: ReportWords): Section => ({
  heading: words.seal,
  facts: [
    { label: words.commit, value: seal.commit, isCode: true },
    { label: words.seed, value: seal.seed, isCode: true },
  ],
  note: words.sealNote,
})
