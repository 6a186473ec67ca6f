import { describe, expect, it } from 'vitest'
import { glyphAt, glyphNear, layoutGlyphs, stackFaults, type StripBand, type StripMark } from './marks.ts'

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

  it('are found by a finger beside them, the nearest one first, and by none far away', () => {
    const glyphs = layoutGlyphs([mark(1000, 'fault'), mark(1000, 'touch'), mark(1300, 'judge')], shown)
    const near = (x: number, y: number) => glyphNear(glyphs, x, y, 13)?.lane
    expect([near(112, 2), near(112, 30), near(118, 8), near(60, 8)]).toEqual([
      'fault',
      'touch',
      'judge',
      undefined,
    ])
  })
})

describe('faults at the same time', () => {
  const fault = (from: number, to: number | null): StripBand => ({ kind: 'fault', from, to })
  const slots = (...bands: StripBand[]) => stackFaults(bands).map(({ slot, slots: of }) => [slot, of])

  it('share the height, in the order of their beginning', () => {
    expect(slots(fault(5, null), fault(0, 10))).toEqual([
      [1, 2],
      [0, 2],
    ])
  })

  it('have it alone when they follow each other, and take a free place again', () => {
    expect(slots(fault(0, 10), fault(10, 20))).toEqual([
      [0, 1],
      [0, 1],
    ])
    expect(slots(fault(0, 10), fault(5, 30), fault(12, 20))).toEqual([
      [0, 2],
      [1, 2],
      [0, 2],
    ])
  })

  it('leave other bands as they are', () => {
    const hold: StripBand = { kind: 'hold', from: 0, to: 10 }
    expect(stackFaults([hold, fault(0, 10)])[0]).toBe(hold)
  })
})

describe('a replay', () => {
  it('does not tell what comes later', () => {
    const marks = [mark(1000, 'fault'), mark(5000, 'judge')]
    expect(layoutGlyphs(marks, { ...shown, until: 3000 }).map((glyph) => glyph.lane)).toEqual(['fault'])
  })
})
