import type { InjectionResult, Verdict } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { verdictBands } from './verdict-bands.ts'

const injection = (over: Partial<InjectionResult>): InjectionResult => ({
  ...({} as InjectionResult),
  fault: 'container.crash',
  injectedAt: 1000,
  effectiveAt: 1100,
  liftedAt: 1100,
  outageAt: { begin: { from: 1150, to: 1200 }, end: { from: 1900, to: 2050 } },
  round: 0,
  ...over,
})
const bands = (...injections: InjectionResult[]) => verdictBands({ injections } as Verdict)
const outages = (...injections: InjectionResult[]) =>
  bands(...injections).filter((one) => one.kind === 'outage')

describe('the bands of a verdict', () => {
  it('show the outage where it was, with both its bounds', () => {
    expect(outages(injection({}))).toEqual([
      { kind: 'outage', from: 1200, to: 1900, softFrom: 1150, softTo: 2050 },
    ])
  })

  it('show a single bad sample as an outage of which no moment is certain', () => {
    const outageAt = { begin: { from: 1100, to: 1203 }, end: { from: 1200, to: 1305 } }
    expect(outages(injection({ outageAt }))).toMatchObject([{ from: 1203, to: 1203, softTo: 1305 }])
  })

  it('leave the outage of the next fault to the next fault', () => {
    const outageAt = { begin: { from: 9100, to: 9200 }, end: { from: 9500, to: 9600 } }
    const next = injection({ injectedAt: 9000, effectiveAt: 9100, round: 1, outageAt })
    expect(outages(injection({}), next).map(({ from, to }) => [from, to])).toEqual([
      [1200, 1900],
      [9200, 9500],
    ])
  })

  it('leave an outage open that did not end', () => {
    const open = injection({ outageAt: { begin: { from: 1150, to: 1200 }, end: { from: 61_200, to: null } } })
    expect(outages(open)).toMatchObject([{ to: null, softTo: null }])
  })

  it('show no bracket for a fault that nobody noticed', () => {
    expect(outages(injection({ outageAt: null }))).toEqual([])
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
