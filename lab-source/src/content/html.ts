import MarkdownIt from 'markdown-it'
import sanitize from 'sanitize-html'
import { joinJapaneseLines } from './japanese-lines.ts'

/** Where a local picture comes from: gives its bytes, or undefined when the lab has no such file. */
export type PictureSource = (path: string) => Uint8Array | undefined

export interface Rendered {
  readonly html: string
  /** What was taken out, in plain words. */
  readonly removed: string[]
}

const markdown = new MarkdownIt({ html: true, linkify: false, typographer: false }).use(joinJapaneseLines)

const pictureTypes: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  svg: 'image/svg+xml',
}

const headings = ['h1', 'h2', 'h3', 'h4']
const blocks = [
  'p',
  'ul',
  'ol',
  'li',
  'blockquote',
  'pre',
  'hr',
  'br',
  'details',
  'summary',
  'figure',
  'figcaption',
]
const tables = ['table', 'thead', 'tbody', 'tr', 'th', 'td']
const inline = [
  'a',
  'em',
  'strong',
  'code',
  'kbd',
  'samp',
  'var',
  'del',
  's',
  'sub',
  'sup',
  'abbr',
  'ruby',
  'rt',
  'rp',
]
const allowedTags = [...headings, ...blocks, ...tables, ...inline, 'img', 'span']

const inlinePicture = (source: string, pictures: PictureSource): string | undefined => {
  const type = pictureTypes[source.split('.').at(-1)?.toLowerCase() ?? '']
  const bytes = type === undefined ? undefined : pictures(source)
  return bytes && `data:${type};base64,${Buffer.from(bytes).toString('base64')}`
}

/** What an author may have meant to work, and what the page will not have. */
const findRemoved = (html: string): string[] => {
  const removed: string[] = []
  sanitize(html, {
    allowedTags: false,
    allowedAttributes: false,
    allowVulnerableTags: true,
    transformTags: {
      '*': (tagName, attribs) => {
        if (!allowedTags.includes(tagName)) removed.push(`<${tagName}> is not allowed`)
        for (const [name, value] of Object.entries(attribs)) {
          if (/^on/i.test(name)) removed.push(`the event handler ${name} is not allowed`)
          if (/^\s*(javascript|vbscript|data):/i.test(value))
            removed.push(`the address ${value.slice(0, 40)} is not allowed`)
          if (tagName === 'img' && name === 'src' && /^([a-z]+:|\/\/)/i.test(value))
            removed.push(`the picture ${value} is not a file of the lab`)
        }
        return { tagName, attribs }
      },
    },
  })
  return removed
}

const policy = (pictures: PictureSource, missing: string[]): sanitize.IOptions => ({
  allowedTags,
  allowedAttributes: {
    a: ['href', 'title', 'target', 'rel'],
    img: ['src', 'alt', 'title', 'width', 'height'],
    code: ['class'],
    ol: ['start'],
    th: ['style'],
    td: ['style'],
    details: ['open'],
    abbr: ['title'],
    span: ['lang'],
  },
  allowedClasses: { code: [/^language-[a-z0-9-]+$/] },
  allowedStyles: { '*': { 'text-align': [/^(left|right|center)$/] } },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowedSchemesByTag: { img: ['data'] },
  allowProtocolRelative: false,
  transformTags: {
    a: (tagName, attribs) => ({
      tagName,
      attribs: { ...attribs, target: '_blank', rel: 'noopener noreferrer' },
    }),
    img: (tagName, attribs) => {
      const src = /^([a-z]+:|\/\/)/i.test(attribs.src ?? '')
        ? undefined
        : inlinePicture(attribs.src ?? '', pictures)
      if (src === undefined)
        missing.push(`the picture ${attribs.src ?? ''} is not a png, jpg, webp or svg file of the lab`)
      const attributes: sanitize.Attributes =
        src === undefined ? { alt: attribs.alt ?? '' } : { ...attribs, src }
      return { tagName, attribs: attributes }
    },
  },
})

/**
 * Renders Markdown to HTML that is safe to put into the page: no scripts, no event handlers, no styles but a
 * column’s alignment, no addresses but http, https and mailto, and pictures of the lab only, inlined.
 */
export const renderMarkdown = (source: string, pictures: PictureSource): Rendered => {
  const raw = markdown.render(source)
  const missing: string[] = []
  const html = sanitize(raw, policy(pictures, missing)).trim()
  return { html, removed: [...new Set([...findRemoved(raw), ...missing])] }
}

/** Renders a code block that is only shown. */
export const renderCode = (language: string, text: string): string => {
  const name = /^[a-z0-9-]+$/.test(language) ? ` class="language-${language}"` : ''
  return `<pre><code${name}>${markdown.utils.escapeHtml(text)}\n</code></pre>`
}
