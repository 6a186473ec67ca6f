import { inLanguage } from '@noops-dojo/contracts'
import { field, type Teller } from './telling.ts'

/** The name that a lab gives to the mechanism that is taken away. */
const mechanismName: (...of: Parameters<Teller>) => string = (event, { lab, locale }) => {
  const id = field(event, 'ablation', 'mechanism', 'id')
  const known = lab?.taskList.flatMap((task) => task.survive?.ablations ?? []).find((one) => one.id === id)
  return known ? inLanguage(known.title, locale) : id
}

/** A control run was set up: without a fault, or without one mechanism. */
export const control: Teller = (event, context) => {
  const w = context.words.timeline
  if (field(event, 'control', 'arm') === 'placebo')
    return { lane: 'control', sentence: w.placebo, isImportant: true }
  const isRestored = [event.data['step'], event.data['state'], event.data['action']].some(
    (word) => word === 'restore' || word === 'restored',
  )
  const sentence = (isRestored ? w.restored : w.ablation)(mechanismName(event, context))
  return { lane: 'control', sentence, isImportant: true }
}

/** The learner's own alert began or ceased to fire. */
export const alertEdge: Teller = (event, { words: w }) => {
  const value = event.data['to'] ?? event.data['good'] ?? event.data['firing'] ?? event.data['state']
  const isFiring = value === 'good' || value === 'firing' || value === true || value === 1
  const probe = field(event, 'alert', 'probe', 'name')
  const sentence = isFiring ? w.timeline.alertFired(probe) : w.timeline.alertResolved(probe)
  return { lane: 'alert', sentence, isImportant: true }
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
