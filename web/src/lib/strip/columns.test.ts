import { describe, expect, it } from 'vitest'
import {
  emptyColumns,
  evenSpan,
  layoutColumns,
  sampleNear,
  spaceBetween,
  type StripWindow,
} from './columns.ts'
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
    expect(columns.wide[0]).toBeLessThan(10)
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

describe('a gap in the heartbeat', () => {
  /** For every device pixel of the window whether a column is painted on it. */
  const painted = (ring: SampleRing, at: StripWindow): boolean[] => {
    const { x, wide, count } = layoutColumns(ring, at, emptyColumns(16_384))
    const pixels = Array.from({ length: Math.floor(at.width * at.ratio) }, () => false)
    for (let index = 0; index < count; index += 1) {
      const left = Math.round((x[index] as number) * at.ratio)
      pixels.fill(true, Math.max(0, left), Math.max(0, left + Math.round((wide[index] as number) * at.ratio)))
    }
    return pixels
  }
  /** Lengths of the runs of unpainted pixels, from the left edge on. */
  const spaces = (pixels: readonly boolean[]): number[] =>
    pixels
      .map((isPainted) => (isPainted ? '#' : ' '))
      .join('')
      .split(/#+/)
      .map((run) => run.length)
      .filter((length) => length > 0)
  const spans = [9_000, 17_300, 30_000, 40_000, 61_700, 70_000, 76_000, 83_100, 104_000, 140_000, 300_000]
  const windows = [1, 1.25, 1.5, 2, 3].flatMap((ratio) =>
    [282, 390, 417, 830, 961, 1043, 1440].flatMap((width) =>
      spans.map((span) => shown({ from: 1037, to: 1037 + span, width, ratio })),
    ),
  )
  const ring = (isMissing: (n: number) => boolean = () => false): SampleRing => {
    const all = new SampleRing(4000)
    for (let n = 0; n < 3200; n += 1) if (!isMissing(n)) all.add([[n * 100, 1, 5]])
    return all
  }
  const stepOf = (at: StripWindow) => (at.everyMs * at.width * at.ratio) / (at.to - at.from)

  it('is never seen where nothing is missing, at any width and zoom', () => {
    const whole = ring()
    const wrong = windows.filter(
      (at) => new Set([...spaces(painted(whole, at)), spaceBetween(stepOf(at))]).size > 1,
    )
    expect(wrong).toEqual([])
  })

  it('is seen where one sample is missing, at any width and zoom', () => {
    const wrong = windows.filter((at) => {
      const missing = Math.floor((at.from + at.to) / 2 / 100)
      const wide = spaces(
        painted(
          ring((n) => n === missing),
          at,
        ),
      ).filter((length) => length > spaceBetween(stepOf(at)))
      return wide.length !== 1
    })
    expect(wrong).toEqual([])
  })

  it('is as long as what is missing', () => {
    const at = shown({ to: 76_000, width: 830 })
    const [gap] = spaces(
      painted(
        ring((n) => n >= 300 && n < 400),
        at,
      ),
    )
    expect(Math.abs((gap as number) - 100 * stepOf(at))).toBeLessThan(2)
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
