import { describe, expect, it } from 'vitest'
import { glyphAt, layoutGlyphs, type StripMark } from './marks.ts'

const mark = (at: number, lane: StripMark['lane']): StripMark => ({
  id: `${at}${lane}`,
  at,
  lane,
  sentence: '',
})
const shown = { from: 0, to: 10_000, width: 1000 }

describe('the glyphs above the strip', () => {
  it('stand where their event happened, in the row of their lane', () => {
    const glyphs = layoutGlyphs([mark(1000, 'fault'), mark(1000, 'engine'), mark(1000, 'touch')], shown)
    expect(glyphs.map(({ x, row }) => [x, row])).toEqual([
      [100, 0],
      [100, 1],
      [100, 2],
    ])
  })

  it('share a place when they would overlap, and a fault is not hidden by a check', () => {
    const [glyph, ...others] = layoutGlyphs([mark(1000, 'judge'), mark(1050, 'fault')], shown)
    expect(others).toEqual([])
    expect(glyph).toMatchObject({ lane: 'fault' })
    expect(glyph?.marks).toHaveLength(2)
  })

  it('are left out outside the window', () => {
    expect(layoutGlyphs([mark(-1, 'touch'), mark(10_001, 'touch')], shown)).toEqual([])
  })

  it('are found under the pointer in their own row only', () => {
    const glyphs = layoutGlyphs([mark(1000, 'fault')], shown)
    expect(glyphAt(glyphs, 105, 0)?.lane).toBe('fault')
    expect(glyphAt(glyphs, 105, 1)).toBeUndefined()
    expect(glyphAt(glyphs, 140, 0)).toBeUndefined()
  })
})
