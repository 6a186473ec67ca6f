import type { JournalEvent } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { touchSeconds, touchesOf } from './touches.ts'

const event = (
  at: number,
  kind: JournalEvent['kind'],
  actor: JournalEvent['actor'],
  data = {},
): JournalEvent => ({
  sandboxId: 'abcdefghij',
  seq: 1,
  at,
  kind,
  actor,
  data,
  prevHash: '',
  hash: '',
})

describe('touches', () => {
  it('are terminal input, engine calls and page actions of a human in the window', () => {
    const touches = touchesOf(
      [
        event(50, 'touch.terminal', 'learner', { terminal: 'main' }),
        event(150, 'touch.terminal', 'learner', { terminal: 'main' }),
        event(160, 'touch.engine', 'learner', { action: 'service.update', object: 'web' }),
        event(170, 'touch.ui', 'instructor', { action: 'hint.open' }),
        event(900, 'touch.engine', 'learner'),
      ],
      100,
      500,
    )
    expect(touches).toEqual([
      { at: 150, kind: 'touch.terminal', what: 'main' },
      { at: 160, kind: 'touch.engine', what: 'service.update web' },
      { at: 170, kind: 'touch.ui', what: 'hint.open' },
    ])
  })

  it('are not what the set-up, the platform or the start of the attempt did, nor what the guard refused', () => {
    const events = [
      event(1, 'touch.engine', 'setup'),
      event(2, 'touch.engine', 'platform'),
      event(3, 'touch.ui', 'learner', { action: 'attempt.start' }),
      event(4, 'engine.event', 'swarm'),
      event(5, 'touch.engine', 'learner', { action: 'service.update', status: 403 }),
    ]
    expect(touchesOf(events, 0, 10)).toEqual([])
  })

  it('last a second each, overlaps counted once', () => {
    const at = (moment: number) => ({ at: moment, kind: 'touch.ui', what: '' })
    expect(touchSeconds([])).toBe(0)
    expect(touchSeconds([at(0)])).toBe(1)
    expect(touchSeconds([at(0), at(400), at(5000)])).toBe(2.4)
  })
})
