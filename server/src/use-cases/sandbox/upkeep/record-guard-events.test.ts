import type { GuardEvent } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { aLab } from '../../../testing/a-lab.ts'
import { AwaitTouches } from '../../attempt/run/await-touches.ts'
import { SandboxWorld } from '../../../testing/worlds/sandbox-world.ts'

const seen = (sandboxId: string, over: Partial<GuardEvent> = {}): Omit<GuardEvent, 'seq'> => ({
  ...{ sandboxId, at: 5, actor: 'learner', method: 'POST', route: 'POST /containers/create' },
  ...{ object: 'web', action: 'container.create', status: 201, ports: [] },
  ...over,
})
/** A database that takes 10 ms for whatever is written together. */
const slowWorld = () => {
  const world = new SandboxWorld(aLab())
  const append = world.events.append.bind(world.events)
  world.events.append = async (events) => {
    await world.clock.sleep(10)
    return append(events)
  }
  return world
}
const touchesOf = async (world: SandboxWorld, id: string) =>
  (await world.events.list(id, 0, 5_000)).filter(({ kind }) => kind === 'touch.engine')

describe('the guard’s record', () => {
  it('reaches the logs soon although somebody hammers the engine, and in order', async () => {
    const world = slowWorld()
    const end = await world.server().guardEvents.execute()
    for (let index = 0; index < 1_000; index++) world.guard.emit(seen('hammering1', { at: index }))
    world.guard.emit(seen('quiet00001'))
    await world.clock.advance(500)
    expect(await world.cursors.read('guard-events')).toBe(1_001)
    expect((await touchesOf(world, 'hammering1')).map(({ at }) => at)).toEqual(
      Array.from({ length: 1_000 }, (_, index) => index),
    )
    expect(await touchesOf(world, 'quiet00001')).toHaveLength(1)
    end()
  })

  it('is written once each when the database broke off half way through what was written together', async () => {
    const world = slowWorld()
    const append = world.events.append.bind(world.events)
    let breaks = 1
    world.events.append = async (events) => {
      if (events.length < 3 || breaks-- <= 0) return append(events)
      await append(events.slice(0, 2))
      throw new Error('the database is away')
    }
    const end = await world.server().guardEvents.execute()
    for (let index = 0; index < 6; index++) world.guard.emit(seen('half000001', { at: index }))
    await world.clock.advance(3_000)
    expect((await touchesOf(world, 'half000001')).map(({ at }) => at)).toEqual([0, 1, 2, 3, 4, 5])
    end()
  })

  it('is followed from its beginning when it begins anew, and waited for before a verdict', async () => {
    const world = slowWorld()
    await world.cursors.write('guard-events', 5_000)
    const touches = new AwaitTouches(world.guard, world.cursors, world.clock)
    const told = touches.execute().then(() => world.clock.now())
    await world.clock.advance(2_000)
    expect(await told).toBeLessThanOrEqual(world.clock.now())
    world.guard.emit(seen('anew000001'))
    const waits = touches.execute().then(() => 'all are there', String)
    await world.clock.advance(5_000)
    const end = await world.server().guardEvents.execute()
    await world.clock.advance(5_000)
    expect(await touchesOf(world, 'anew000001')).toHaveLength(1)
    expect(await waits).toBe('all are there')
    expect(await world.cursors.read('guard-events')).toBe(1)
    end()
  })
})
