import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readAction } from './action.ts'
import { readAttributes } from './attributes.ts'
import { renderMarkdown } from './html.ts'
import { parsePage } from './parse-page.ts'

const golden = join(import.meta.dirname, 'golden')
const noPictures = (): undefined => undefined
const parse = (source: string) => parsePage('content/en/01-guide.md', source, noPictures)

describe('parsePage', () => {
  it('makes the blocks of the golden page', async () => {
    const parsed = parse(readFileSync(join(golden, 'page.md'), 'utf8'))
    expect(parsed.problems).toEqual([])
    await expect(`${JSON.stringify(parsed.page, null, 2)}\n`).toMatchFileSnapshot(join(golden, 'page.json'))
  })

  it('takes the first heading for the title and the file for the slug', () => {
    expect(parse('\n# Title\n\nText').page).toMatchObject({ title: 'Title', slug: 'guide' })
    expect(parse('Text first').problems).toMatchObject([{ rule: 'content-title', line: 1 }])
  })

  it('leaves directives inside a code block alone', () => {
    const { page, references } = parse('# T\n\n```\n::task{id=x}\n:::hint\n```\n')
    expect(references).toEqual([])
    expect(page.blocks).toHaveLength(1)
  })

  it.each([
    ['```sh exec\nls', 3, 'The code block is never closed with ```.'],
    [':::hint\ntext', 3, ':::hint is never closed with a line of ":::".'],
    [':::warning\ntext\n:::', 3, 'There is no block :::warning; there is :::hint.'],
    ['::taks{id=a}', 3, 'There is no directive ::taks; there is ::task{id=…}.'],
    ['::task{}', 3, 'A task block is written ::task{id=name}.'],
    ['```sh exce\nls\n```', 3, 'There is no action "exce". Did you mean "exec"?'],
  ])('tells what is wrong with %j', (source, line, message) => {
    expect(parse(`# T\n\n${source}\n`).problems).toMatchObject([{ line, message }])
  })
})

describe('readAction', () => {
  it('is not an action when only a language is named', () => {
    expect(readAction('sh', 'ls')).toBeUndefined()
    expect(readAction('', 'ls')).toBeUndefined()
  })

  it('says what is missing and what is not known', () => {
    expect(readAction('yaml edit', '')).toContain('"edit" needs file=…')
    expect(readAction('sh exec terminl=main', '')).toContain('Did you mean "terminal"?')
  })
})

describe('readAttributes', () => {
  it('reads plain and quoted values, and refuses the rest', () => {
    expect(readAttributes('a=1 b="two words"')).toEqual({ a: '1', b: 'two words' })
    expect(readAttributes('a 1')).toBeUndefined()
  })
})

describe('renderMarkdown', () => {
  const attacks: [string, RegExp][] = [
    ['<script>alert(1)</script>', /<script|alert/],
    ['<img src=x onerror=alert(1)>', /onerror|src=/],
    ['<a href="javascript:alert(1)">x</a>', /javascript/],
    ['[x](javascript:alert(1))', /href="javascript/],
    ['<iframe src="https://example.org"></iframe>', /iframe/],
    ['<p style="position:fixed">x</p>', /style/],
    ['![x](https://example.org/pixel.png)', /example/],
    ['![x](//example.org/pixel.png)', /example/],
    ['<svg><style>*{}</style></svg>', /svg|style/],
    ['<form action="/api/session"><input></form>', /form|input/],
    ['<a href="data:text/html,x">x</a>', /data:/],
    ['<div onclick="x()" class="overlay">x</div>', /onclick|class/],
  ]
  it.each(attacks)('takes the danger out of %s', (source, forbidden) => {
    expect(renderMarkdown(source, noPictures).html).not.toMatch(forbidden)
  })

  it.each([
    '<script>x</script>',
    '<p onclick="x()">x</p>',
    '![x](https://example.org/a.png)',
    '<iframe></iframe>',
  ])('reports %s to the author', (source) => {
    expect(renderMarkdown(source, noPictures).removed).not.toEqual([])
  })

  it('inlines a picture of the lab and opens links in a new page', () => {
    const { html, removed } = renderMarkdown('![x](dot.png) [y](https://example.org)', () =>
      Buffer.from('PNG'),
    )
    expect(html).toContain('src="data:image/png;base64,UE5H"')
    expect(html).toContain('rel="noopener noreferrer"')
    expect(removed).toEqual([])
  })
})
