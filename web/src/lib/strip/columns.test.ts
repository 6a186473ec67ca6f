import { describe, expect, it } from 'vitest'
import { emptyColumns, evenSpan, layoutColumns, sampleNear, type StripWindow } from './columns.ts'
import { SampleRing } from './sample-ring.ts'

const ringOf = (count: number, bad: readonly number[] = []): SampleRing => {
  const ring = new SampleRing(4000)
  ring.add(
    Array.from({ length: count }, (_, n) => [n * 100, bad.includes(n) ? 0 : 1, bad.includes(n) ? -1 : 5]),
  )
  return ring
}
const shown = (part: Partial<StripWindow>): StripWindow => ({
  from: 0,
  to: 10_000,
  width: 1000,
  rise: 50,
  fall: 20,
  everyMs: 100,
  ratio: 1,
  ...part,
})

describe('the columns of the strip', () => {
  it('are one per sample when there is room, on the grid of the device', () => {
    const columns = layoutColumns(ringOf(100), shown({}), emptyColumns(4096))
    expect(columns.count).toBe(100)
    expect([...columns.x.slice(0, 3)]).toEqual([0, 10, 20])
    expect(columns.width).toBeLessThan(10)
  })

  it('have gaps of one width at an even span', () => {
    const to = evenSpan(40_000, 1043, 100, 1)
    const { x, count } = layoutColumns(
      ringOf(390),
      shown({ from: 37, to: to + 37, width: 1043 }),
      emptyColumns(4096),
    )
    const steps = new Set(
      Array.from({ length: count - 1 }, (_, n) => (x[n + 1] as number) - (x[n] as number)),
    )
    expect([...steps]).toEqual([3])
  })

  it('grow up from good samples by latency and hang down from bad ones', () => {
    const ring = ringOf(2, [1])
    ring.add([[200, 1, 900]])
    const { up, down } = layoutColumns(ring, shown({}), emptyColumns(16))
    expect(up[0]).toBeGreaterThan(0)
    expect(up[2]).toBeGreaterThan(up[0] as number)
    expect([down[0], up[1], down[1]]).toEqual([0, 0, 20])
  })

  it('are less deep for a wrong answer than for none', () => {
    const ring = new SampleRing(10)
    ring.add([
      [0, 0, 3],
      [100, 0, -1],
    ])
    const { down } = layoutColumns(ring, shown({}), emptyColumns(16))
    expect(down[0]).toBeLessThan(down[1] as number)
  })

  it('leave a gap where there is no sample', () => {
    const ring = ringOf(10)
    ring.add([[2000, 1, 5]])
    const columns = layoutColumns(ring, shown({}), emptyColumns(64))
    expect([...columns.x.slice(9, 11)]).toEqual([90, 200])
  })

  it('share a pixel when there are more samples than pixels, and no bad sample is lost', () => {
    const columns = layoutColumns(
      ringOf(3000, [1501]),
      shown({ to: 300_000, width: 800 }),
      emptyColumns(4096),
    )
    expect(columns.count).toBe(800)
    expect([...columns.down.slice(0, columns.count)].filter((depth) => depth > 0)).toHaveLength(1)
  })

  it('are laid out for 3,000 samples well within a frame', () => {
    const ring = ringOf(3000)
    const columns = emptyColumns(4096)
    const wide = shown({ to: 300_000, width: 3000 })
    const started = performance.now()
    for (let n = 0; n < 50; n += 1) layoutColumns(ring, wide, columns)
    expect((performance.now() - started) / 50).toBeLessThan(16)
  })

  it('stop at the right edge of the window, so that a replay does not show what came later', () => {
    expect(layoutColumns(ringOf(100), shown({ to: 5000 }), emptyColumns(4096)).count).toBe(50)
  })
})

describe('the sample under the pointer', () => {
  it('is the nearest one', () => {
    expect(sampleNear(ringOf(10), 340, 100)).toBe(3)
    expect(sampleNear(ringOf(10), 380, 100)).toBe(4)
  })

  it('is none in a gap', () => {
    expect(sampleNear(ringOf(10), 5000, 100)).toBe(-1)
  })
})
