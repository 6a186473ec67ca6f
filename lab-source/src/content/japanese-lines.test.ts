import { describe, expect, it } from 'vitest'
import { renderMarkdown } from './html.ts'

const html = (source: string): string => renderMarkdown(source, () => undefined).html

describe('a line break inside of a paragraph', () => {
  it('is no space between two Japanese characters', () => {
    expect(html('手を離して、\n見ていてください。')).toBe('<p>手を離して、見ていてください。</p>')
  })

  it('is no space where emphasis begins or ends', () => {
    expect(html('手を\n**離して**\nください')).toBe('<p>手を<strong>離して</strong>ください</p>')
  })

  it('stays a space beside a Latin word', () => {
    expect(html('サービス\n`web` です')).toContain('サービス\n<code>web</code>')
    expect(html('hands\noff')).toBe('<p>hands\noff</p>')
  })
})
