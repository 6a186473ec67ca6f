import type { InjectionResult, Verdict } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { verdictBands } from './verdict-bands.ts'

const injection = (over: Partial<InjectionResult>): InjectionResult => ({
  ...({} as InjectionResult),
  fault: 'container.crash',
  injectedAt: 1000,
  effectiveAt: 1100,
  liftedAt: 1100,
  outage: { minMs: 700, maxMs: 900 },
  recovery: { minMs: 800, maxMs: 950 },
  round: 0,
  ...over,
})
const bands = (...injections: InjectionResult[]) => verdictBands({ injections } as Verdict)
const outages = (...injections: InjectionResult[]) =>
  bands(...injections).filter((one) => one.kind === 'outage')

describe('the bands of a verdict', () => {
  it('show the outage with both its bounds', () => {
    expect(outages(injection({}))).toEqual([
      { kind: 'outage', from: 1200, to: 1900, softFrom: 1150, softTo: 2050 },
    ])
  })

  it('leave an outage open that did not end', () => {
    const open = injection({
      outage: { minMs: 60_000, maxMs: null },
      recovery: { minMs: 60_000, maxMs: null },
    })
    expect(outages(open)).toMatchObject([{ to: null, softTo: null }])
  })

  it('show no bracket for a fault that nobody noticed', () => {
    expect(outages(injection({ outage: null, recovery: null }))).toEqual([])
  })

  it('hatch faults of one moment beside each other, and draw their outage once', () => {
    const both = [injection({ liftedAt: 5000 }), injection({ fault: 'network.delay', liftedAt: 8000 })]
    const faults = bands(...both).filter((one) => one.kind === 'fault')
    expect(faults.map(({ slot, slots, label }) => [slot, slots, label])).toEqual([
      [0, 2, 'container.crash'],
      [1, 2, 'network.delay'],
    ])
    expect(outages(...both)).toHaveLength(1)
  })
})
