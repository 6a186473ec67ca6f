import type { Attempt, Verdict } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { recoveryRate } from './recovery-rate.ts'

const attempt = (kind: Verdict['class'], over: Partial<Verdict> = {}): Attempt =>
  ({
    verdict: { class: kind, arm: 'fault', outcome: 'met', injections: [{}], ...over },
  }) as unknown as Attempt

describe('the recovery rate of a sandbox', () => {
  it('counts the runs that did not recover, and those that hands recovered', () => {
    const runs = [attempt('tolerated'), attempt('not-recovered'), attempt('human-assisted')]
    expect(recoveryRate(runs)).toMatchObject({ recovered: 1, conclusive: 3 })
  })

  it.each(['self-recovered-after-lift', 'platform-assisted'] as const)(
    'does not count %s as healed: the verdict does not either',
    (kind) => {
      const runs = [attempt('tolerated'), attempt(kind, { outcome: 'unmet', reason: 'not-recovered' })]
      expect(recoveryRate(runs)).toMatchObject({ recovered: 1, conclusive: 2 })
    },
  )

  it('does not count a run as healed that lost an acknowledged write', () => {
    const writes = { lost: 1 } as Verdict['writes']
    const runs = [attempt('self-recovered-during', { outcome: 'unmet', reason: 'write-lost', writes })]
    expect(recoveryRate(runs)).toMatchObject({ recovered: 0, conclusive: 1 })
  })

  it('leaves out controls, inconclusive runs and running ones', () => {
    const runs = [
      attempt('self-recovered-during'),
      attempt('inconclusive', { outcome: 'inconclusive' }),
      attempt('not-recovered', { arm: 'ablation' }),
      attempt('tolerated', { arm: 'placebo', injections: [] }),
      { verdict: null } as Attempt,
    ]
    expect(recoveryRate(runs)).toMatchObject({ recovered: 1, conclusive: 1 })
  })

  it('has an interval as wide as its few runs make it', () => {
    expect(recoveryRate([attempt('tolerated')]).low).toBeCloseTo(0.025, 3)
    expect(recoveryRate([])).toEqual({ recovered: 0, conclusive: 0, low: 0, high: 1 })
  })
})
