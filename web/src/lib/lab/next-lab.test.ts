import type { LabSummary } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { nextLab } from './next-lab.ts'

const lab = (id: string, order: number, over: Partial<LabSummary> = {}): LabSummary =>
  ({ id, order, track: 'healing', status: 'ready', ...over }) as LabSummary
const first = lab('first', 10)

describe('the lab after this one', () => {
  it('is the next of its track, however the catalogue is ordered', () => {
    const labs = [lab('third', 30), lab('other', 11, { track: 'delivery' }), lab('second', 20), first]
    expect(nextLab(labs, first)?.id).toBe('second')
  })

  it('is not one that cannot be started, and none after the last', () => {
    expect(nextLab([lab('broken', 20, { status: 'broken' }), first], first)).toBeUndefined()
    expect(nextLab([first, lab('second', 20)], lab('second', 20))).toBeUndefined()
  })
})
