import { describe, expect, it } from 'vitest'
import { fewLines, linesOf, shortened } from './picture-lines.ts'

/** A font in which Japanese is one wide and everything else half. */
const measure = (text: string) =>
  [...text].reduce((width, letter) => width + (/[\u3001-\u30ff\u3400-\uffef]/u.test(letter) ? 1 : 0.5), 0)
const japanese =
  'Swarm が\u00a00.7〜\u20600.9\u00a0秒で復旧、ただし良い応答は 57.0\u00a0% だけ（求められたのは 95.0\u00a0%）。「web」は、サービスの再起動ポリシーにより、コピーを作り直しました。'

describe('the lines of a picture', () => {
  it('break English between words', () => {
    expect(linesOf(measure, 'Healed by Swarm in 0.7–0.9 s, no hands.', 10)).toEqual([
      'Healed by Swarm in',
      '0.7–0.9 s, no hands.',
    ])
  })

  it('never begin with a closing mark and never end with an opening one, at any width', () => {
    for (let width = 6; width < 60; width += 0.5) {
      for (const line of linesOf(measure, japanese, width)) {
        expect(line).not.toMatch(/^[、。）」〜ーッョ]/u)
        expect(line).not.toMatch(/[（「]$/u)
      }
    }
  })

  it('keep a number with its unit and lose nothing', () => {
    for (let width = 6; width < 60; width += 0.5) {
      const lines = linesOf(measure, japanese, width)
      expect(lines.join('').replaceAll(' ', '')).toBe(japanese.replaceAll(' ', ''))
      for (const line of lines) expect(line).not.toMatch(/[\u00a0\u2060]$/u)
    }
  })

  it('end in an ellipsis when there are too many', () => {
    const lines = fewLines(measure, japanese, 12, 3)
    expect(lines).toHaveLength(3)
    expect(lines.at(-1)).toMatch(/[^、。]…$/u)
    expect(lines.every((line) => measure(line) <= 12)).toBe(true)
    expect(fewLines(measure, 'All of it.', 12, 3)).toEqual(['All of it.'])
  })
})

describe('a text that is too long for its place', () => {
  it('is cut with an ellipsis and fits', () => {
    expect(shortened(measure, 'It dies. It comes back.', 6)).toBe('It dies. It…')
    expect(shortened(measure, 'It dies.', 6)).toBe('It dies.')
    expect(measure(shortened(measure, japanese, 9))).toBeLessThanOrEqual(9)
  })
})
