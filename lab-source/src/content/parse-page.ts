import type { ContentBlock, ContentPage } from '@noops-dojo/contracts'
import type { LabProblem } from '../problem.ts'
import { readAction } from './action.ts'
import { readAttributes } from './attributes.ts'
import { renderCode, renderMarkdown, type PictureSource } from './html.ts'
import { splitPage, type Segment } from './segments.ts'

/** What stands at a line of a page; rules use it to check names against the lab file. */
export interface PageReference {
  readonly line: number
  readonly kind: 'task' | 'fault' | 'preview' | 'terminal' | 'edit'
  readonly name: string
}

export interface ParsedPage {
  readonly page: ContentPage
  readonly references: PageReference[]
  readonly problems: LabProblem[]
}

class PageReader {
  readonly blocks: ContentBlock[] = []
  readonly references: PageReference[] = []
  readonly problems: LabProblem[] = []
  title = ''
  readonly file: string
  readonly pictures: PictureSource

  constructor(file: string, pictures: PictureSource) {
    this.file = file
    this.pictures = pictures
  }

  problem(line: number, rule: string, message: string): void {
    this.problems.push({ file: this.file, line, column: 1, rule, message, severity: 'error' })
  }

  html(line: number, text: string): string {
    const { html, removed } = renderMarkdown(text, this.pictures)
    for (const what of removed) this.problem(line, 'content-unsafe', `In the text from here on ${what}.`)
    return html
  }

  markdown(segment: Extract<Segment, { kind: 'markdown' }>): void {
    let { text } = segment
    if (this.title === '' && this.blocks.length === 0) {
      const heading = /^\s*#\s+(.+?)\s*$/m.exec(text)
      if (heading && text.slice(0, heading.index).trim() === '') {
        this.title = heading[1] as string
        text = text.slice(heading.index + heading[0].length)
      }
    }
    if (text.trim() !== '') this.blocks.push({ type: 'html', html: this.html(segment.line, text) })
  }

  fence(segment: Extract<Segment, { kind: 'fence' }>): void {
    const action = readAction(segment.info, segment.text)
    if (typeof action === 'string') return this.problem(segment.line, 'content-action', action)
    if (action === undefined) {
      const language = segment.info.split(/\s+/)[0] ?? ''
      this.blocks.push({ type: 'html', html: renderCode(language, segment.text) })
      return
    }
    this.blocks.push(action)
    const { fault, target, terminal, file } = action.args
    const add = (kind: PageReference['kind'], name: string | undefined): void => {
      if (name !== undefined) this.references.push({ line: segment.line, kind, name })
    }
    add('fault', fault)
    add('preview', target)
    add('terminal', terminal)
    add('edit', file)
  }

  task(segment: Extract<Segment, { kind: 'task' }>): void {
    const id = readAttributes(segment.attributes)?.id
    if (id === undefined)
      return this.problem(segment.line, 'content-directive', 'A task block is written ::task{id=name}.')
    this.blocks.push({ type: 'task', id })
    this.references.push({ line: segment.line, kind: 'task', name: id })
  }

  read(segment: Segment): void {
    if (segment.kind === 'markdown') this.markdown(segment)
    else if (segment.kind === 'fence') this.fence(segment)
    else if (segment.kind === 'task') this.task(segment)
    else if (segment.kind === 'broken') this.problem(segment.line, 'content-directive', segment.message)
    else {
      const html = this.html(segment.line + 1, segment.text)
      this.blocks.push({ type: 'hint', html, ...(segment.title === '' ? {} : { title: segment.title }) })
    }
  }
}

/**
 * Parses one Markdown page. The first `# heading` becomes the page’s title and is not in the blocks. `pictures`
 * finds the lab’s picture files by path relative to the page.
 */
export const parsePage = (file: string, source: string, pictures: PictureSource): ParsedPage => {
  const reader = new PageReader(file, pictures)
  for (const segment of splitPage(source)) reader.read(segment)
  if (reader.title === '') reader.problem(1, 'content-title', 'A page begins with its title: # Title.')
  const slug = (file.split('/').at(-1) ?? file).replace(/\.md$/, '').replace(/^\d+-/, '')
  return {
    page: { slug, title: reader.title, blocks: reader.blocks },
    references: reader.references,
    problems: reader.problems,
  }
}
