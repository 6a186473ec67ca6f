import { describe, expect, it } from 'vitest'
import type { BoardRow } from '@noops-dojo/contracts'
import { isLargeRoom, isStuck, orderRows, stuckAfterMs } from './room-order.ts'

const row = (nickname: string, part: Partial<BoardRow>): BoardRow => ({
  learnerId: nickname,
  nickname,
  sandboxId: 's',
  labId: 'l',
  state: 'ready',
  taskId: 't',
  met: 1,
  total: 5,
  stuckMs: 0,
  extensionsLeft: 3,
  lastActiveAt: null,
  samples: [],
  ...part,
})

describe('the room', () => {
  it('shows the stuck ones first, then who works, who is done, who has nothing', () => {
    const rows = [
      row('away', { sandboxId: null }),
      row('done', { met: 5, stuckMs: stuckAfterMs * 3 }),
      row('working', {}),
      row('stuck', { stuckMs: stuckAfterMs }),
      row('longer', { stuckMs: stuckAfterMs * 2 }),
      row('failed', { state: 'failed' }),
    ]
    expect(orderRows(rows).map((one) => one.nickname)).toEqual([
      'failed',
      'longer',
      'stuck',
      'working',
      'done',
      'away',
    ])
  })

  it('does not call somebody stuck who has met every task', () => {
    expect(isStuck(row('done', { met: 5, stuckMs: stuckAfterMs * 9 }))).toBe(false)
  })
})

describe('a room with many learners', () => {
  it('stands closer from the thirteenth on', () => {
    const rows = (n: number) => Array.from({ length: n }, (_, index) => row(`l${index}`, {}))
    expect([isLargeRoom(rows(12)), isLargeRoom(rows(13))]).toEqual([false, true])
  })
})
