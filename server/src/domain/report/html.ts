import { escapeHtml } from './escape.ts'
import type { Fact, Report, Section, Table } from './report.ts'
import { stripSvg } from './strip/strip-svg.ts'
import { reportStyle } from './style.ts'
import { reportWords } from './words/index.ts'

/** No script, no picture, no font, no address from outside: nothing in the file can call anybody. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

const factList = (facts: readonly Fact[]): string => {
  const rows = facts.map(({ label, value, isCode }) => {
    const text = escapeHtml(value)
    return `<dt>${escapeHtml(label)}</dt><dd>${isCode === true ? `<code>${text}</code>` : text}</dd>`
  })
  return `<dl>\n${rows.join('\n')}\n</dl>`
}

const cells = (row: readonly string[], tag: 'th scope="col"' | 'td'): string =>
  row.map((text) => `<${tag}>${escapeHtml(text)}</${tag.split(' ')[0]}>`).join('')

const tableText = ({ head, rows }: Table): string => {
  const body = rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('\n')
  return `<div class="scroll"><table>\n<thead><tr>${cells(head, 'th scope="col"')}</tr></thead>\n<tbody>\n${body}\n</tbody>\n</table></div>`
}

const sectionText = ({ heading, facts = [], table, note }: Section): string =>
  [
    `<section>\n<h2>${escapeHtml(heading)}</h2>`,
    ...(facts.length > 0 ? [factList(facts)] : []),
    ...(table ? [tableText(table)] : []),
    ...(note ? [`<p class="note">${escapeHtml(note)}</p>`] : []),
    '</section>',
  ].join('\n')

const figure = ({ picture, pictureAlt, legend, locale }: Report): string => {
  const items = legend.map(({ mark, text }) => `<li class="${mark}">${escapeHtml(text)}</li>`).join('')
  return `<figure>\n${stripSvg(picture, pictureAlt, reportWords[locale])}\n<ul class="legend">${items}</ul>\n</figure>`
}

/** Writes a report as one HTML file that needs nothing else, light and dark. Every text is escaped. */
export const reportHtml = (report: Report): string => `<!doctype html>
<html lang="${report.locale}">
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(`${report.outcomeWord}: ${report.sentence}`)}</title>
<style>${reportStyle}</style>
</head>
<body>
<header>
<p class="kind">${escapeHtml(report.title)} · <span class="outcome ${report.outcome}">${escapeHtml(report.outcomeWord)}</span></p>
<h1>${escapeHtml(report.sentence)}</h1>
${factList(report.about)}
</header>
<main>
${figure(report)}
${report.sections.map(sectionText).join('\n')}
</main>
<footer>${escapeHtml(report.footer)}</footer>
</body>
</html>
`
