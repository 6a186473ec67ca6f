import type { ProbeSample } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { ProbeEdges } from './probe-edges.ts'

const samples = (marks: string, from = 0): ProbeSample[] =>
  [...marks].map((mark, slot) => [from + slot * 100, mark === '+' ? 1 : 0, mark === '?' ? -1 : 2])
const late = 1_000_000
const edges = () => new ProbeEdges({ everyMs: 100, timeoutMs: 1000 })

describe('the edges of a probe', () => {
  it('are the first bad sample and the first of three good ones', () => {
    expect(edges().take(samples('++--+++'), late)).toEqual([
      { at: 200, to: 'bad' },
      { at: 400, to: 'good' },
    ])
  })

  it('are two and not many while good and bad alternate', () => {
    expect(edges().take(samples('+-+-++-+++'), late)).toEqual([
      { at: 100, to: 'bad' },
      { at: 700, to: 'good' },
    ])
  })

  it('wait for the silence of an earlier probe to be certain', () => {
    const probe = edges()
    expect(probe.take(samples('++', 200), 500)).toEqual([])
    expect(probe.take([[100, 0, -1]], 1400)).toEqual([{ at: 100, to: 'bad' }])
    expect(probe.take(samples('+', 400), 1800)).toEqual([{ at: 200, to: 'good' }])
  })

  it('are told by the new time alone after the clock was set back', () => {
    const probe = edges()
    expect(probe.take(samples('++--', 3_600_000), 3_600_400)).toEqual([])
    expect(probe.take(samples('+++-+++', 1000), 3000).map(({ to }) => to)).toEqual(['bad', 'good'])
    expect(probe.take([], 4_000_000)).toEqual([])
  })

  it('do not tell that it is good at the beginning', () => {
    expect(edges().take(samples('+++++'), late)).toEqual([])
  })
})
