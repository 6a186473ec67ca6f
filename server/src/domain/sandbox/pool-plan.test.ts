import { describe, expect, it } from 'vitest'
import { planPool, type PoolDemand } from './pool-plan.ts'

const lab = (labId: string, over: Partial<PoolDemand>): PoolDemand => ({
  labId,
  kept: 0,
  prepared: 0,
  there: 0,
  ...over,
})
const plan = (demands: PoolDemand[], free = 20, keptAtMost = 10, leaving = 0) =>
  planPool(demands, { free, leaving, keptAtMost }).map(({ make, end }) => [make, end])

describe('the plan of the pool', () => {
  it('makes what the labs ask for and ends nothing', () => {
    expect(plan([lab('a', { kept: 2 }), lab('b', { kept: 1, there: 1 })])).toEqual([
      [2, 0],
      [0, 0],
    ])
  })

  it('keeps at most its share for labs, and never more than the host has room for', () => {
    expect(plan([lab('a', { kept: 8 }), lab('b', { kept: 8 })])).toEqual([
      [8, 0],
      [2, 0],
    ])
    expect(plan([lab('a', { kept: 8 }), lab('b', { kept: 8, there: 1 })], 3)).toEqual([
      [3, 0],
      [0, 0],
    ])
  })

  it('makes what a class prepared before anything else, beyond the share of the pool', () => {
    expect(plan([lab('a', { kept: 2 }), lab('b', { kept: 1, prepared: 19 })])).toEqual([
      [1, 0],
      [19, 0],
    ])
  })

  it('does not count what a class prepared against the share of the labs', () => {
    expect(plan([lab('a', { kept: 2 }), lab('b', { prepared: 15, there: 15 })], 5)).toEqual([
      [2, 0],
      [0, 0],
    ])
  })

  it('lets spares of other labs give their place to a class, and makes none of them again', () => {
    expect(plan([lab('a', { kept: 2, there: 2 }), lab('b', { kept: 1, prepared: 20 })], 17)).toEqual([
      [0, 2],
      [17, 0],
    ])
    expect(plan([lab('a', { kept: 2 }), lab('b', { prepared: 20, there: 18 })], 1)).toEqual([
      [0, 0],
      [1, 0],
    ])
  })

  it('takes no more of the others than is missing', () => {
    expect(plan([lab('a', { kept: 3, there: 3 }), lab('b', { prepared: 5, there: 4 })], 0)).toEqual([
      [0, 1],
      [0, 0],
    ])
  })

  it('takes nothing from the others where room comes by itself', () => {
    const kept = lab('a', { kept: 10, there: 10 })
    const next = lab('b', { prepared: 10 })
    expect(plan([kept, next, lab('c', { there: 10 })], 0)).toEqual([
      [0, 0],
      [0, 0],
      [0, 10],
    ])
    expect(plan([kept, next], 0, 10, 10)).toEqual([
      [0, 0],
      [0, 0],
    ])
    expect(plan([kept, next], 0, 10, 7)).toEqual([
      [0, 3],
      [0, 0],
    ])
  })

  it('ends what nobody wants any more, down to what the lab asks for', () => {
    expect(plan([lab('a', { kept: 1, there: 30 })], 0)).toEqual([[0, 29]])
    expect(plan([lab('a', { kept: 1, prepared: 12, there: 30 })], 0)).toEqual([[0, 18]])
  })

  it('is satisfied with nothing to do', () => {
    expect(plan([lab('a', { kept: 1, prepared: 3, there: 3 })], 0)).toEqual([[0, 0]])
    expect(plan([], 0)).toEqual([])
  })
})
