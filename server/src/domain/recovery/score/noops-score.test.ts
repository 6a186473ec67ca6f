import type { InjectionResult, TaskView, Verdict } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { errorBudgetOf } from './error-budget.ts'
import { noopsScoreOf, type ScoreParts } from './noops-score.ts'
import { sandboxScore } from './sandbox-score.ts'

const injection = (of: InjectionResult['class']) => ({ class: of }) as InjectionResult
const share = (good: number, total: number) => ({ good, total, ratio: good / total, low: 0, high: 1 })
const touch = { at: 1, kind: 'touch.terminal', what: 'main' }
const parts = (over: Partial<ScoreParts> = {}): ScoreParts => ({
  availability: share(100, 100),
  target: 0.99,
  touches: [],
  injections: [injection('self-recovered-during')],
  writes: null,
  ...over,
})
const valueOf = (over: Partial<ScoreParts>) => noopsScoreOf(parts(over))?.value

describe('the error budget', () => {
  it('burns at 1 when exactly the budget is used, and a 43 s outage eats 1.66 % of 30 days at 99.9 %', () => {
    expect(errorBudgetOf(share(999, 1000), 60_000, 0.999)?.burnRate).toBeCloseTo(1)
    expect(errorBudgetOf(share(0, 430), 43_000, 0.999)?.consumed).toBeCloseTo(0.0166, 4)
  })

  it('is that of the SRE Workbook: 14.4 for an hour is 2 %', () => {
    const budget = errorBudgetOf(share(10_000 - 144, 10_000), 3_600_000, 0.999)
    expect(budget?.burnRate).toBeCloseTo(14.4)
    expect(budget?.consumed).toBeCloseTo(0.02)
  })

  it('is not there without an SLO or a sample', () => {
    expect(errorBudgetOf(share(1, 1), 1, undefined)).toBeNull()
    expect(errorBudgetOf(null, 1, 0.9)).toBeNull()
  })
})

describe('the NoOps score', () => {
  it('is 100 when nothing was lost, and never more', () => {
    expect(valueOf({})).toBe(100)
    expect(valueOf({ target: 0.5 })).toBe(100)
  })

  it('falls with the availability below the SLO', () => {
    expect(valueOf({ availability: share(495, 1000), target: 0.99 })).toBe(50)
  })

  it('counts every bad answer when no SLO is declared, and says so', () => {
    const score = noopsScoreOf(parts({ availability: share(90, 100), target: undefined }))
    expect(score?.value).toBe(90)
    expect(score?.factors[0]?.evidence.en).toContain('no SLO is declared')
  })

  it.each([
    [1, 90],
    [3, 70],
    [10, 0],
    [25, 0],
  ])('loses a tenth with each touch: %i leave %i', (count, left) => {
    expect(valueOf({ touches: Array.from({ length: count }, () => touch) })).toBe(left)
  })

  it('is the share of injections that were recovered from, by lift and by the dojo not counted', () => {
    const injections = [
      'tolerated',
      'not-recovered',
      'self-recovered-after-lift',
      'platform-assisted',
    ] as const
    expect(valueOf({ injections: injections.map(injection) })).toBe(25)
  })

  it('is nothing when an acknowledged write was lost', () => {
    const writes = { sent: 9, acknowledged: 9, lost: 1, duplicated: 0, lostKeys: [], isKnown: true }
    const score = noopsScoreOf(parts({ writes }))
    expect(score?.value).toBe(0)
    expect(score?.factors[2]?.evidence.en).toContain('1 acknowledged writes were lost')
  })

  it('is not there without a sample or an injection that bit', () => {
    expect(noopsScoreOf(parts({ availability: null }))).toBeNull()
    expect(noopsScoreOf(parts({ injections: [injection('inconclusive')] }))).toBeNull()
  })
})

const verdict = (over: Partial<Verdict>, of: Partial<ScoreParts> = {}): Verdict => {
  const { injections, touches, writes } = parts(of)
  const score = noopsScoreOf(parts(of))
  return { outcome: 'met', injections, writes, handsOff: { touches }, score, ...over } as unknown as Verdict
}
const view = (id: string, ...verdicts: [Verdict, ('fault' | 'ablation')?][]): TaskView =>
  ({ id, attempts: verdicts.map(([judged, arm = 'fault']) => ({ arm, verdict: judged })) }) as TaskView
const tasks = [
  { id: 'a', mode: 'survive' as const },
  { id: 'b', mode: 'survive' as const },
  { id: 'c', mode: 'alert' as const },
]

describe('the NoOps score of a sandbox', () => {
  it('is not there before a survive task was judged', () => {
    expect(sandboxScore(tasks, [view('a'), view('c', [verdict({})])])).toBeNull()
  })

  it('takes the latest conclusive verdict of each task’s real runs', () => {
    const half = verdict({}, { availability: share(1, 2), target: 1 })
    const open = verdict({ outcome: 'inconclusive', score: null })
    const views = [view('a', [verdict({})], [half], [open]), view('b', [verdict({})], [half, 'ablation'])]
    expect(sandboxScore(tasks, views)).toMatchObject({
      value: 75,
      factors: [{ value: 0.75 }, { value: 1 }, { value: 1 }],
    })
  })

  it('adds up hands and injections of all tasks', () => {
    const down = { injections: [injection('not-recovered')], touches: [touch] }
    const views = [view('a', [verdict({})]), view('b', [verdict({}, down)])]
    expect(sandboxScore(tasks, views)?.factors.map(({ value }) => value)).toEqual([1, 0.9, 0.5])
  })
})
