import { faultEvidence, type JournalEvent, type Locale } from '@noops-dojo/contracts'
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

/** Fields whose values are words of the dojo or of the engine; names that people gave are in the others. */
const translated = new Set<string>(['action', 'type', 'phase', 'to', 'outcome'])

/** As `docker images` writes it: the rest of a digest says nothing to people. */
const short = (text: string): string => text.replace(/^(sha256:[0-9a-f]{12})[0-9a-f]{52}$/, '$1')

const wordOf = (key: string, value: unknown, { details }: ReportWords, locale: Locale): string => {
  if (typeof value === 'boolean' || typeof value === 'number') return String(value)
  const evidence = key === 'evidence' ? faultEvidence.safeParse(value).data : undefined
  if (evidence) return evidence[locale]
  if (typeof value !== 'string') return ''
  const known = translated.has(key) && Object.hasOwn(details, value) ? details[value] : undefined
  return known ?? short(value.slice(0, 200))
}

const detailOf = ({ data }: JournalEvent, words: ReportWords, locale: Locale): string => {
  const texts = told.map((key) => wordOf(key, data[key], words, locale)).filter((word) => word !== '')
  return [...new Set(texts)].join(' ')
}

/** dockerd stands for the restart policy only where it starts something: health it asks by itself. */
const whoOf = ({ kind, actor, data }: JournalEvent, words: ReportWords): string =>
  kind === 'engine.event' && actor === 'dockerd' && data['action'] !== 'start'
    ? words.engine
    : words.actors[actor]

/** Everything that happened during the attempt, as far as the words know its kind. */
export const timelineSection = (
  events: readonly JournalEvent[],
  zero: number,
  words: ReportWords,
  locale: Locale,
): Section => {
  const shown = events
    .filter(({ kind }) => kind in words.kinds)
    .toSorted((a, b) => a.at - b.at || a.seq - b.seq)
  const rows = shown
    .slice(0, mostRows)
    .map((event) => [
      moment(event.at - zero, words),
      words.kinds[event.kind] ?? event.kind,
      whoOf(event, words),
      detailOf(event, words, locale),
    ])
  const cut = shown.length > mostRows ? ` ${words.cut(shown.length - mostRows)}` : ''
  return {
    heading: words.timeline,
    table: { head: words.timelineHead, rows },
    note: `${words.timelineNote}${cut}`,
  }
}
