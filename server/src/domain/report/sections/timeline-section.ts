import type { JournalEvent } from '@noops-dojo/contracts'
import { moment } from '../numbers.ts'
import type { Section } from '../report.ts'
import type { ReportWords } from '../words/index.ts'

/** A report is to be read: a flood of engine events stays in the log. */
const mostRows = 300
/** Fields that say what happened, in the order in which they are read; ids and long texts are left to the log. */
const told = [
  'action',
  'type',
  'object',
  'terminal',
  'name',
  'phase',
  'probe',
  'to',
  'fault',
  'target',
  'service',
  'image',
  'victim',
  'evidence',
  'outcome',
  'reason',
  'what',
  'ablation',
  'lost',
  'exitCode',
] as const

const wordOf = (value: unknown): string => {
  if (typeof value === 'boolean' || typeof value === 'number') return String(value)
  return typeof value === 'string' ? value.slice(0, 200) : ''
}

const detailOf = ({ data }: JournalEvent): string => {
  const words = told.map((key) => wordOf(data[key])).filter((word) => word !== '')
  return [...new Set(words)].join(' ')
}

/** Everything that happened during the attempt, as far as the words know its kind. */
export const timelineSection = (
  events: readonly JournalEvent[],
  zero: number,
  words: ReportWords,
): Section => {
  const shown = events
    .filter(({ kind }) => kind in words.kinds)
    .toSorted((a, b) => a.at - b.at || a.seq - b.seq)
  const rows = shown
    .slice(0, mostRows)
    .map((event) => [
      moment(event.at - zero),
      words.kinds[event.kind] ?? event.kind,
      words.actors[event.actor],
      detailOf(event),
    ])
  const cut = shown.length > mostRows ? ` ${words.cut(shown.length - mostRows)}` : ''
  return {
    heading: words.timeline,
    table: { head: words.timelineHead, rows },
    note: `${words.timelineNote}${cut}`,
  }
}
