import { longestInterval, type InjectionResult, type Verdict } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { words } from '#lib/i18n/words.ts'
import { factsOf } from './run-words.ts'

const injection = (minMs: number, maxMs: number | null, by: 'swarm' | 'dockerd' = 'swarm') =>
  ({
    outage: { minMs, maxMs },
    recovery: { minMs, maxMs },
    healedBy: [{ at: 1, by, what: 'started web' }],
  }) as unknown as InjectionResult
const verdict = (...injections: InjectionResult[]): Verdict =>
  ({
    injections,
    availability: { ratio: 0.98 },
    handsOff: { touches: [{}] },
    score: { value: 61.44 },
  }) as unknown as Verdict

describe('the row of a run', () => {
  it('shows the longest of several outages, as an interval', () => {
    const facts = factsOf(verdict(injection(700, 900), injection(2000, 2400, 'dockerd')), words.en)
    expect(facts).toEqual({
      outage: '2.0–2.4\u00a0s',
      recovery: '2.0–2.4\u00a0s',
      availability: '98.00 %',
      healer: 'Swarm, Docker',
      touches: '1',
      score: '61.4',
    })
  })

  it('shows an outage without an end before any other', () => {
    expect(longestInterval([{ minMs: 1, maxMs: 90_000 }, { minMs: 60_000, maxMs: null }, null])).toEqual({
      minMs: 60_000,
      maxMs: null,
    })
  })

  it('says that a fault was tolerated, and nothing where nothing was judged', () => {
    const tolerated = { ...injection(0, 0), outage: null, recovery: null } as InjectionResult
    expect(factsOf(verdict(tolerated), words.en).outage).toBe('none')
    expect(factsOf(null, words.en).outage).toBe('–')
  })
})
