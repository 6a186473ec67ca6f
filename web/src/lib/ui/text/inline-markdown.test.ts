import { describe, expect, it } from 'vitest'
import { inlineParts } from './inline-markdown.ts'

const read = (text: string) => inlineParts(text).map((part) => [part.kind, part.text])

describe('the inline Markdown of a hint', () => {
  it('marks what is typed, stressed and strong', () => {
    expect(read('See *Delay* under **Policy**: `docker ps`.')).toEqual([
      ['text', 'See '],
      ['em', 'Delay'],
      ['text', ' under '],
      ['strong', 'Policy'],
      ['text', ': '],
      ['code', 'docker ps'],
      ['text', '.'],
    ])
  })

  it('reads Japanese, where no space stands beside a mark', () => {
    expect(read('下の*Delay*を見て')).toEqual([
      ['text', '下の'],
      ['em', 'Delay'],
      ['text', 'を見て'],
    ])
  })

  it('leaves stars that stress nothing, and stars inside of what is typed', () => {
    expect(read('2 * 3 * 4, a*b*c')).toEqual([['text', '2 * 3 * 4, a*b*c']])
    expect(read('`rm *.log *.tmp`')).toEqual([['code', 'rm *.log *.tmp']])
    expect(read('one ` alone')).toEqual([['text', 'one ` alone']])
  })

  it('makes no element out of markup', () => {
    expect(read('<img src=x onerror=alert(1)>')).toEqual([['text', '<img src=x onerror=alert(1)>']])
  })
})
