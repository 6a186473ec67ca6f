import { escapeMarkdown, markdownCode } from './escape.ts'
import type { Fact, Report, Section, Table } from './report.ts'

const factLine = ({ label, value, isCode }: Fact): string =>
  `- **${escapeMarkdown(label)}:** ${isCode === true ? markdownCode(value) : escapeMarkdown(value)}`

const row = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(' | ')} |`

const tableLines = ({ head, rows }: Table): string =>
  [row(head), `|${head.map(() => ' --- ').join('|')}|`, ...rows.map(row)].join('\n')

const sectionText = ({ heading, facts = [], table, note }: Section): string =>
  [
    `## ${escapeMarkdown(heading)}`,
    ...(facts.length > 0 ? [facts.map(factLine).join('\n')] : []),
    ...(table ? [tableLines(table)] : []),
    ...(note ? [escapeMarkdown(note)] : []),
  ].join('\n\n')

/** Writes a report as Markdown (CommonMark with tables): the sentence first. */
export const reportMarkdown = (report: Report): string =>
  `${[
    `# ${escapeMarkdown(`${report.outcomeWord}: ${report.sentence}`)}`,
    escapeMarkdown(report.title),
    report.about.map(factLine).join('\n'),
    `*${escapeMarkdown(report.pictureAlt)}*`,
    ...report.sections.map(sectionText),
    '---',
    escapeMarkdown(report.footer),
  ].join('\n\n')}\n`
