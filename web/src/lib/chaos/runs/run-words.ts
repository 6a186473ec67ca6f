import type { Attempt, LabDetail, Locale, Verdict } from '@noops-dojo/contracts'
import { inLanguage, longestInterval } from '@noops-dojo/contracts'
import type { Words } from '#lib/i18n/words.ts'
import { experimentTask } from '#lib/sandbox/observation.ts'
import { intervalText, percentText } from '#lib/ui/text/format.ts'
import type { Run } from './alignment.ts'

export interface RunWords {
  /** `Run 3`. */
  name: string
  /** What it was: the task's title, or experiment; and the arm of a control run. */
  kind: string
  /** The faults, short. */
  faults: string
}

const kindOf = (attempt: Attempt, lab: LabDetail | null, words: Words, locale: Locale): string => {
  if (attempt.taskId === experimentTask) return words.runs.experiment
  const task = lab?.taskList.find((one) => one.id === attempt.taskId)
  const title = task ? inLanguage(task.title, locale) : attempt.taskId
  if (attempt.arm === 'fault') return title
  const removed = task?.survive?.ablations.find((one) => one.id === attempt.ablation)
  const arm = removed
    ? words.attempt.ablation(inLanguage(removed.title, locale))
    : words.runs.arms[attempt.arm]
  return `${arm} · ${title}`
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)]

/** How a run is called on the page. */
export const wordsOfRun = (run: Run, lab: LabDetail | null, words: Words, locale: Locale): RunWords => ({
  name: words.runs.name(run.number),
  kind: kindOf(run.attempt, lab, words, locale),
  faults: unique(run.attempt.verdict?.injections.map((one) => one.fault) ?? []).join(' + '),
})

export interface RunFacts {
  outage: string
  recovery: string
  availability: string
  healer: string
  touches: string
  score: string
}

/** The figures of a verdict as a row of the comparison. An attempt with several faults shows its longest outage. */
export const factsOf = (verdict: Verdict | null, words: Words): RunFacts => {
  const none = { outage: '–', recovery: '–', availability: '–', healer: '–', touches: '–', score: '–' }
  if (verdict === null) return none
  const { injections } = verdict
  const outage = longestInterval(injections.map((one) => one.outage))
  const recovery = longestInterval(injections.map((one) => one.recovery))
  const healers = unique(injections.flatMap((one) => one.healedBy.map(({ by }) => words.timeline.actors[by])))
  return {
    outage: outage ? intervalText(outage, words.units) : injections.length > 0 ? words.runs.none : '–',
    recovery: recovery ? intervalText(recovery, words.units) : '–',
    availability: verdict.availability ? percentText(verdict.availability.ratio, 2) : '–',
    healer: healers.join(words.site.comma) || '–',
    touches: String(verdict.handsOff.touches.length),
    score: verdict.score ? verdict.score.value.toFixed(1) : '–',
  }
}
