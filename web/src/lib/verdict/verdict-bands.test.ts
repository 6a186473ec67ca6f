import type { InjectionResult, Verdict } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { SampleRing } from '#lib/strip/sample-ring.ts'
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

  it('place the outage where the samples show it, however much later the system was whole again', () => {
    const ring = new SampleRing(400)
    const isBad = (at: number) => at >= 2000 && at < 12_000
    ring.add(Array.from({ length: 300 }, (_, n) => (isBad(n * 100) ? [n * 100, 0, -1] : [n * 100, 1, 5])))
    const late = injection({
      outage: { minMs: 9000, maxMs: 10_100 },
      recovery: { minMs: 16_500, maxMs: 17_000 },
    })
    const placed = verdictBands({ injections: [late], to: 28_000 } as Verdict, ring)
    expect(placed.find((one) => one.kind === 'outage')).toEqual({
      kind: 'outage',
      from: 2000,
      to: 11_900,
      softFrom: 1900,
      softTo: 12_005,
    })
  })

  it('leave the outage of the next fault to the next fault', () => {
    const ring = new SampleRing(400)
    const isBad = (at: number) => (at >= 1200 && at < 2000) || (at >= 9200 && at < 9600)
    ring.add(Array.from({ length: 200 }, (_, n) => (isBad(n * 100) ? [n * 100, 0, 2] : [n * 100, 1, 5])))
    const long = injection({ recovery: { minMs: 12_000, maxMs: 12_500 } })
    const next = injection({ injectedAt: 9000, effectiveAt: 9100, round: 1 })
    const placed = verdictBands({ injections: [long, next], to: 19_000 } as Verdict, ring)
    expect(placed.filter((one) => one.kind === 'outage').map(({ from, to }) => [from, to])).toEqual([
      [1200, 1900],
      [9200, 9500],
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
