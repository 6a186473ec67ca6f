import { describe, expect, it } from 'vitest'
import { evidenceOf } from './outage/evidence.ts'
import { coverage, firstStableStreak, stabilityRule } from './stability.ts'

const series = (text: string) =>
  evidenceOf(
    [...text].flatMap((mark, slot): [number, 0 | 1, number][] =>
      mark === '.' ? [] : [[slot * 100, mark === '+' ? 1 : 0, 1]],
    ),
    { everyMs: 100, timeoutMs: 1000 },
  )
const rule = stabilityRule(100, 500)

describe('a stable streak', () => {
  it('is dated by its start, not by when it proved stable', () => {
    expect(firstStableStreak(series('++--++++++++'), 0, rule)).toMatchObject({ from: 400, isStable: true })
  })

  it('starts anew after each bad sample', () => {
    expect(firstStableStreak(series('+++-+++-+++++++'), 0, rule)).toMatchObject({ from: 800, isStable: true })
  })

  it('is unfinished while it is too short', () => {
    expect(firstStableStreak(series('--+++'), 0, rule)).toMatchObject({ from: 200, isStable: false })
  })

  it('does not reach over a hole in the observation', () => {
    expect(firstStableStreak(series('--+++.......+++'), 0, rule)).toMatchObject({
      from: 1200,
      isStable: false,
    })
  })

  it('outlasts the next restart of an engine that backs off', () => {
    expect(stabilityRule(100, 500, [300, 640]).stableMs).toBeGreaterThan(1280)
  })

  it('is undefined when nothing was good', () => {
    expect(firstStableStreak(series('---'), 0, rule)).toBeUndefined()
  })
})

describe('coverage', () => {
  it('counts what was asked for and finds the longest hole', () => {
    expect(coverage(series('+++...++++'), 0, 1000, 100)).toEqual({
      ratio: 0.7,
      longestGapMs: 400,
      samples: 7,
    })
  })
})
