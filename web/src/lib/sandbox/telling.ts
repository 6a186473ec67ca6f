import type { JournalEvent, LabDetail, Locale } from '@noops-dojo/contracts'
import type { Words } from '#lib/i18n/words.ts'
import type { Lane } from '#lib/strip/marks.ts'

export interface TimelineContext {
  words: Words
  locale: Locale
  lab: LabDetail | null
  /** An instructor looks on: the learner is not “you”. */
  isVisitor?: boolean
}

export interface Told {
  lane: Lane | null
  sentence: string
  isImportant: boolean
}
export type Teller = (event: JournalEvent, context: TimelineContext) => Told

/** The first of the named fields that holds text; what the server writes there is for people. */
export const field = (event: JournalEvent, ...names: string[]): string => {
  for (const name of names) {
    const value = event.data[name]
    if (typeof value === 'string' && value !== '') return value
  }
  return ''
}
