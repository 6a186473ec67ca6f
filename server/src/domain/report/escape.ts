const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/**
 * Control characters are no text: NUL is not even allowed in HTML. Tabs and line breaks become spaces, and nothing may
 * turn the direction of what follows it.
 */
const printable = (text: string): string =>
  text
    .replaceAll(/[\u202A-\u202E\u2066-\u2069]/g, '')
    .replaceAll(/[\t\r\n]+/g, ' ')
    .replaceAll(/\p{Cc}/gu, '\uFFFD')
    .toWellFormed()

/** Text for HTML, also inside double-quoted attributes. */
export const escapeHtml = (text: string): string =>
  printable(text).replaceAll(/[&<>"']/g, (character) => entities[character] as string)

/**
 * Text for Markdown (CommonMark with tables): every character that could begin markup is escaped, also raw HTML and
 * links that some renderers make by themselves.
 */
export const escapeMarkdown = (text: string): string =>
  printable(text)
    .replaceAll(/[\\`*_{}[\]<>#|~&!]/g, '\\$&')
    .replaceAll(/:\/\//g, ':\\/\\/')
    .replace(/^([-+](?=\s|$)|=+\s*$)/, '\\$1')
    .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2')

/** A code span that holds whatever text it is given (CommonMark §6.1); not for tables, where a bar ends the cell. */
export const markdownCode = (text: string): string => {
  const inside = printable(text)
  const longest = Math.max(0, ...[...inside.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  const pad = inside.startsWith('`') || inside.endsWith('`') || inside === '' ? ' ' : ''
  return `${fence}${pad}${inside}${pad}${fence}`
}
