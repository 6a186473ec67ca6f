import type { BoardRow } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { reachedBy } from './reached.ts'

const row = (sandboxId: string | null, met: number, total: number): BoardRow =>
  ({ learnerId: 'l1', sandboxId, labId: sandboxId && 'crash', met, total }) as BoardRow

describe('what a learner reached', () => {
  it('stays when the sandbox is over', () => {
    const working = reachedBy([row('s1', 3, 4)], new Map())
    expect(reachedBy([row(null, 0, 0)], working).get('l1')).toEqual({ labId: 'crash', met: 3, total: 4 })
  })

  it('begins again with a new sandbox', () => {
    const before = reachedBy([row('s1', 4, 4)], new Map())
    expect(reachedBy([row('s2', 0, 5)], before).get('l1')).toMatchObject({ met: 0, total: 5 })
  })
})
