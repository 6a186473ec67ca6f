import { describe, expect, it } from 'vitest'
import type { LedgerEntry } from '../ports/index.ts'
import { faultEndOf } from './fault-end.ts'

const stop = (service: string | null): LedgerEntry => ({
  ...{ id: 'run1', sandboxId: 's', labFault: 'stop', fault: 'container.stop', target: 'web' },
  ...{ state: 'reverting', plannedAt: 0, effectiveAt: 5_000, endedAt: null, detail: null, attemptId: null },
  ...{ params: {}, inverse: { service }, fingerprint: null, deadlineAt: 40_000 },
})
const crash: LedgerEntry = { ...stop(null), fault: 'container.crash', deadlineAt: 10_000 }
const moot = (liftBeganAt: number) => ({
  ...{ result: 'moot' as const, trace: undefined },
  ...{ liftBeganAt, endedAt: liftBeganAt + 300 },
})

describe('the end of a fault', () => {
  it('is its lift when that comes before its deadline', () => {
    const seen = { ...moot(30_000), result: 'reverted' as const }
    expect(faultEndOf(stop(null), seen)).toMatchObject({ state: 'reverted', liftBeganAt: 30_000 })
  })

  it('is its deadline when the lift comes later, whatever that found', () => {
    const ended = { state: 'reverted', liftBeganAt: 40_000 }
    expect(faultEndOf(stop(null), moot(60_000))).toEqual({ ...ended, isByDeadline: true })
    const reverted = { ...moot(60_000), result: 'reverted' as const }
    expect(faultEndOf(stop(null), reverted)).toEqual({ ...ended, isByDeadline: false })
  })

  it('is no lift when there was nothing to undo before its deadline', () => {
    expect(faultEndOf(stop(null), moot(30_000))).toMatchObject({ state: 'moot', isByDeadline: false })
  })

  it('is no deadline where nothing was armed for it: Swarm replaced the task', () => {
    expect(faultEndOf(stop('web'), moot(60_000))).toMatchObject({ state: 'moot', isByDeadline: false })
  })

  it('is at once for one that is over at once, and nothing of it is by a deadline', () => {
    const end = { state: 'reverted', liftBeganAt: 60_000, isByDeadline: false }
    expect(faultEndOf(crash, moot(60_000))).toEqual(end)
  })
})
