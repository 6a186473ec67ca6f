import { describe, expect, it } from 'vitest'
import { drawIndex, drawParameters, fillIn, publicParameters } from './lab-parameters.ts'

const specs = {
  PORT: { int: [18_000, 18_009] as [number, number] },
  VICTIM: { pick: ['web', 'api'], secret: true },
  COLOUR: { pick: ['red', 'green', 'blue'], secret: false },
}

describe('parameters', () => {
  it('are the same for the same seed and differ between seeds', () => {
    expect(drawParameters(specs, 'a')).toEqual(drawParameters(specs, 'a'))
    const all = Array.from({ length: 50 }, (_, index) =>
      JSON.stringify(drawParameters(specs, `seed ${index}`)),
    )
    expect(new Set(all).size).toBeGreaterThan(20)
  })

  it('reach every value, both ends of an interval too, about equally often', () => {
    const counts = new Map<unknown, number>()
    for (let index = 0; index < 2_000; index++) {
      const { PORT } = drawParameters(specs, `seed ${index}`)
      counts.set(PORT, (counts.get(PORT) ?? 0) + 1)
    }
    expect([...counts.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((offset) => 18_000 + offset))
    expect(Math.min(...counts.values())).toBeGreaterThan(120)
  })

  it('are drawn each by itself: a new one does not change the others', () => {
    const { PORT } = drawParameters(specs, 'a')
    expect(drawParameters({ PORT: specs.PORT }, 'a')).toEqual({ PORT })
    expect(drawIndex('a', 'x', 1)).toBe(0)
  })

  it('tell the learner neither the secret ones nor those the lab no longer has', () => {
    const values = { PORT: 18_001, VICTIM: 'web', GONE: 'x' }
    expect(publicParameters(specs, values)).toEqual({ PORT: 18_001 })
  })

  it('fill in names in braces and leave what they do not know', () => {
    expect(fillIn('http://${VICTIM}:${PORT}/${HOME}/$PORT', { VICTIM: 'web', PORT: 1 })).toBe(
      'http://web:1/${HOME}/$PORT',
    )
  })
})
