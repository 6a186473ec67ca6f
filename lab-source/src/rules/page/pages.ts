import { basename, dirname } from 'node:path'
import { locales, type LabFile } from '@noops-dojo/contracts'
import { suggestion } from '../../yaml/nearest.ts'
import { errorRule, warningRule, type Finding, type Rule, type RuleContext } from '../rule.ts'

const writtenLocales = ({ content }: RuleContext): string[] =>
  locales.filter((locale) => content.pages[locale] !== undefined)

const missingBlocks = (context: RuleContext): Finding[] =>
  writtenLocales(context).flatMap((locale) =>
    context.lab.spec.tasks
      .filter(
        ({ id }) =>
          !context.content.references.some(
            (item) => item.locale === locale && item.kind === 'task' && item.name === id,
          ),
      )
      .map(({ id }) => ({
        file: `content/${locale}`,
        message: `No page of content/${locale} shows ::task{id=${id}}.`,
      })),
  )

const repeatedBlocks = ({ content }: RuleContext): Finding[] => {
  const tasks = content.references.filter(({ kind }) => kind === 'task')
  return tasks
    .filter(
      (item, index) =>
        tasks.findIndex(({ locale, name }) => locale === item.locale && name === item.name) < index,
    )
    .map(({ file, line, name }) => ({ file, line, message: `The task "${name}" is shown above already.` }))
}

const known = ({ spec }: LabFile): Record<string, string[] | undefined> => ({
  task: spec.tasks.map(({ id }) => id),
  fault: Object.keys(spec.faults),
  terminal: spec.tabs.flatMap((tab) => ('terminal' in tab ? [tab.terminal] : [])),
  preview: spec.tabs.flatMap((tab) => ('preview' in tab ? [tab.preview] : [])),
})

const unknownNames = ({ lab, content }: RuleContext): Finding[] =>
  content.references.flatMap(({ kind, name, file, line }) => {
    const names = known(lab)[kind]
    return names === undefined || names.includes(name)
      ? []
      : [{ file, line, message: `The lab has no ${kind} "${name}".${suggestion(name, names)}` }]
  })

/** Every text of lab.yaml that is written in English, with its place and whether it has Japanese. */
const texts = (
  value: unknown,
  path: PropertyKey[] = [],
): { path: PropertyKey[]; en: string; ja: unknown }[] => {
  if (Array.isArray(value)) return value.flatMap((item, index) => texts(item, [...path, index]))
  if (typeof value !== 'object' || value === null) return []
  const map = value as Record<string, unknown>
  const own = typeof map.en === 'string' ? [{ path, en: map.en, ja: map.ja }] : []
  return [...own, ...Object.entries(map).flatMap(([key, item]) => texts(item, [...path, key]))]
}

export const pageRules: Rule[] = [
  errorRule('content-missing', 'The lab has pages in English.', ({ content }) =>
    (content.pages.en ?? []).length > 0
      ? []
      : [{ file: 'content/en', message: 'There is no page content/en/*.md.' }],
  ),
  errorRule(
    'content-task-missing',
    'Every task has a ::task block in every language of the pages.',
    missingBlocks,
  ),
  errorRule('content-task-twice', 'A task is shown once.', repeatedBlocks),
  errorRule('content-unknown', 'Pages name tasks, faults, terminals and previews of the lab.', unknownNames),
  warningRule('content-ja-missing', 'The lab has pages in Japanese.', ({ content }) =>
    content.pages.ja === undefined
      ? [
          {
            file: 'content/ja',
            message: 'There is no page content/ja/*.md; Japanese readers will see English.',
          },
        ]
      : [],
  ),
  warningRule('content-pages-differ', 'Both languages have the same pages.', ({ content }) => {
    const slugs = (locale: string): string => (content.pages[locale] ?? []).map(({ slug }) => slug).join(', ')
    return content.pages.ja === undefined || slugs('en') === slugs('ja')
      ? []
      : [{ file: 'content/ja', message: `The pages are ${slugs('ja')}, in English ${slugs('en')}.` }]
  }),
  warningRule(
    'text-ja-missing',
    'Every text has Japanese where the lab is written in Japanese.',
    (context) =>
      context.content.pages.ja === undefined
        ? []
        : texts(context.lab)
            .filter(({ ja }) => ja === undefined)
            .map(({ path, en }) => ({ path, message: `"${en}" has no Japanese text.` })),
  ),
  warningRule('folder-name', 'The folder is called NN-<id> and lies in its track.', ({ lab, folder }) => {
    const { id, track } = lab.metadata
    const isRight = basename(folder).replace(/^\d+-/, '') === id && basename(dirname(folder)) === track
    return isRight
      ? []
      : [
          {
            path: ['metadata', 'id'],
            message: `The folder should be ${track}/NN-${id}, it is ${basename(dirname(folder))}/${basename(folder)}.`,
          },
        ]
  }),
]
