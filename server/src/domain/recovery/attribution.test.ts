import type { JournalEvent } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { healersOf, restartGapsMs } from './attribution.ts'

const event = (
  at: number,
  actor: JournalEvent['actor'],
  data: object,
  kind: JournalEvent['kind'] = 'engine.event',
) => ({ sandboxId: 'abcdefghij', seq: 1, at, kind, actor, data, prevHash: '', hash: '' }) as JournalEvent

describe('who healed it', () => {
  it('is Swarm when a new task started', () => {
    const events = [
      event(100, 'swarm', { type: 'container', action: 'create', service: 'web', name: 'web.1.abc' }),
      event(110, 'swarm', { type: 'container', action: 'start', service: 'web', name: 'web.1.abc' }),
    ]
    expect(healersOf(events, 0, 1000)).toEqual([{ at: 110, by: 'swarm', what: 'started web' }])
  })

  it('is dockerd when its restart policy started the container again', () => {
    const events = [event(100, 'dockerd', { type: 'container', action: 'start', name: 'web' })]
    expect(healersOf(events, 0, 1000)).toEqual([{ at: 100, by: 'dockerd', what: 'started web' }])
  })

  it('is the human whose call preceded the start', () => {
    const events = [
      event(90, 'learner', { action: 'container.start', object: 'web' }, 'touch.engine'),
      event(100, 'dockerd', { type: 'container', action: 'start', name: 'web' }),
    ]
    expect(healersOf(events, 0, 1000)[0]?.by).toBe('learner')
  })

  it('is the human who told Swarm to roll back or to replace a task', () => {
    const events = [
      event(90, 'learner', { action: 'service.rollback', object: 'web', status: 200 }, 'touch.engine'),
      event(95, 'swarm', {
        type: 'service',
        action: 'update',
        name: 'web',
        'updatestate.new': 'rollback_started',
      }),
      event(100, 'swarm', { type: 'container', action: 'start', service: 'web', name: 'web.1.x' }),
    ]
    expect(healersOf(events, 0, 1000).map(({ by }) => by)).toEqual(['learner', 'learner'])
    expect(healersOf(events, 92, 1000).map(({ by }) => by)).toEqual(['swarm', 'swarm'])
  })

  it('is the platform when its revert resumed the target', () => {
    const events = [
      event(100, 'dockerd', { type: 'container', action: 'unpause', name: 'web' }),
      event(110, 'platform', { isUndone: true }, 'fault.reverted'),
    ]
    expect(healersOf(events, 0, 1000)[0]?.by).toBe('platform')
  })

  it('is the platform when what it had armed started the target at the end of the fault', () => {
    const started = (at: number) => event(at, 'dockerd', { type: 'container', action: 'start', name: 'web' })
    const reverted = event(
      20_000,
      'platform',
      { ...{ isUndone: false, isByDeadline: true }, liftBeganAt: 10_000 },
      'fault.reverted',
    )
    const byOf = (at: number) => healersOf([started(at), reverted], 0, 30_000)[0]?.by
    expect(byOf(10_600)).toBe('platform')
    expect(byOf(9_900)).toBe('dockerd')
    expect(byOf(16_000)).toBe('dockerd')
  })

  it('is Swarm when it rolled a release back', () => {
    const data = { type: 'service', action: 'update', name: 'api', 'updatestate.new': 'rollback_started' }
    const events = [event(100, 'swarm', data)]
    expect(healersOf(events, 0, 1000)).toEqual([{ at: 100, by: 'swarm', what: 'rolled back api' }])
  })

  it('is not the crash fault, which undoes nothing', () => {
    const events = [
      event(100, 'dockerd', { type: 'container', action: 'start', name: 'web' }),
      event(90, 'platform', { isUndone: false, liftBeganAt: 90 }, 'fault.reverted'),
    ]
    expect(healersOf(events, 0, 1000)[0]?.by).toBe('dockerd')
  })

  it('is nobody when only the bad release itself was started', () => {
    const image = 'noops-dojo/shop-web:2.0'
    const events = [
      event(90, 'unknown', { type: 'service', action: 'update', name: 'web' }),
      event(100, 'swarm', { type: 'container', action: 'start', service: 'web', image }),
    ]
    expect(healersOf(events, 0, 1000, image)).toEqual([])
  })

  it('leaves out what happened outside the window and to the platform’s own containers', () => {
    const events = [
      event(100, 'dockerd', { action: 'start', name: 'web' }),
      event(500, 'platform', { action: 'start', name: 'helper', role: 'helper' }),
    ]
    expect(healersOf(events, 400, 1000)).toEqual([])
  })
})

describe('restart gaps', () => {
  it('are the pauses between the engine’s starts', () => {
    const starts = [0, 300, 940].map((at) => event(at, 'dockerd', { action: 'start', name: 'web' }))
    expect(restartGapsMs(starts, 0, 2000)).toEqual([300, 640])
  })
})
