import { inLanguage } from '@noops-dojo/contracts'
import { field, type Teller } from './telling.ts'

/** The name that a lab gives to the mechanism that is taken away. */
const mechanismName: (...of: Parameters<Teller>) => string = (event, { lab, locale }) => {
  const id = field(event, 'ablation')
  const known = lab?.taskList.flatMap((task) => task.survive?.ablations ?? []).find((one) => one.id === id)
  return known ? inLanguage(known.title, locale) : id
}

/** The lab's script for one mechanism has run: took it away before a control run, or put it back. */
export const control: Teller = (event, context) => {
  const { ablation, restored, notAblated, notRestored } = context.words.timeline
  const hasWorked = event.data['exitCode'] === 0
  const isRestore = field(event, 'step') === 'restore'
  const tell = isRestore ? (hasWorked ? restored : notRestored) : hasWorked ? ablation : notAblated
  return { lane: 'control', sentence: tell(mechanismName(event, context)), isImportant: true }
}

/** The learner's own alert began or ceased to fire. */
export const alertEdge: Teller = (event, { words: w }) => {
  const tell = field(event, 'to') === 'firing' ? w.timeline.alertFired : w.timeline.alertResolved
  return { lane: 'alert', sentence: tell(field(event, 'probe')), isImportant: true }
}

/** Acknowledged writes were compared with what was kept. */
export const writesCounted: Teller = (event, { words: w }) => {
  const count = (name: string) => Number(event.data[name] ?? 0)
  const sentence =
    event.data['isKnown'] === false
      ? w.timeline.writesUnknown
      : w.timeline.writes(count('acknowledged'), count('lost'))
  return { lane: 'writes', sentence, isImportant: true }
}
