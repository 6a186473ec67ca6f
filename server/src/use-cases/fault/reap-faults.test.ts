import { describe, expect, it, vi } from 'vitest'
import { attemptWorld, type AttemptWorld } from '../../testing/worlds/attempt-world.ts'

const plan = (world: AttemptWorld, target: string) =>
  world.server.runFault.plan({
    ...{ sandboxId: world.sandbox.id, labFault: 'hang', use: 'container.pause', with: {}, target },
    ...{ attemptId: null, pick: () => 0 },
  })

/** Web and api hang, and the server that did it is gone; nobody can let web go on. */
const stuck = async () => {
  const world = await attemptWorld()
  const [web, api] = [world.engine.add('web'), world.engine.add('api')]
  for (const target of ['web', 'api']) await world.server.runFault.inject(await plan(world, target))
  await world.clock.advance(1)
  const unpause = world.engine.unpause.bind(world.engine)
  world.engine.unpause = async (id) => {
    if (id === web.containerId) throw new Error('it cannot be reached')
    await unpause(id)
  }
  return { world, web, api }
}

describe('a fault that cannot be lifted', () => {
  it('does not keep the others', async () => {
    const { world, web, api } = await stuck()
    await world.serve().reap.turn()
    expect([web.isPaused, api.isPaused]).toEqual([true, false])
  })

  it('is told to the operator once', async () => {
    const { world } = await stuck()
    const told = () => world.log.lines.filter(({ message }) => message === 'faults are not reaped')
    const { reap } = world.serve()
    await reap.turn()
    await reap.turn()
    expect(told()).toMatchObject([{ level: 'warn', detail: { error: 'Error: it cannot be reached' } }])
  })

  it('is tried again with each turn, also when it was left behind by the last server', async () => {
    const { world, web } = await stuck()
    const { reap } = world.serve()
    await reap.turn()
    delete (world.engine as { unpause?: unknown }).unpause
    await reap.turn()
    expect(web.isPaused).toBe(false)
  })
})

it('leaves alone what this server injected before its database answered the reaper', async () => {
  const world = await attemptWorld()
  const web = world.engine.add('web')
  const server = world.serve()
  const listOpen = vi.spyOn(world.faults, 'listOpen').mockRejectedValueOnce(new Error('not yet'))
  await server.reap.turn()
  await world.clock.advance(1)
  await server.inject.execute(world.sandbox.id, 'hang')
  await world.clock.advance(3_000)
  await server.reap.turn()
  expect(listOpen).toHaveBeenCalledTimes(2)
  expect(web.isPaused).toBe(true)
})

describe('a clock that is set', () => {
  it.each([-3_600_000, 3_600_000])(
    'by %i ms does not make the reaper end what its own server runs',
    async (stepMs) => {
      const world = await attemptWorld()
      const web = world.engine.add('web')
      const first = await plan(world, 'web')
      await world.server.runFault.inject(first)
      world.clock.setBy(stepMs)
      await world.server.reap.turn()
      expect(web.isPaused).toBe(true)
      await world.server.runFault.lift(first)
      await world.server.runFault.inject(await plan(world, 'web'))
      await world.server.reap.turn()
      expect(web.isPaused).toBe(true)
    },
  )

  it('back does not keep from it what its own server should have ended long ago', async () => {
    const world = await attemptWorld()
    const web = world.engine.add('web')
    await world.server.runFault.inject(await plan(world, 'web'))
    world.clock.setBy(-3_600_000)
    await world.clock.advance(60_000)
    await world.server.reap.turn()
    expect(web.isPaused).toBe(false)
  })

  it('back does not keep from it what an earlier server left behind', async () => {
    const world = await attemptWorld()
    const web = world.engine.add('web')
    await world.server.runFault.inject(await plan(world, 'web'))
    world.clock.setBy(-3_600_000)
    await world.serve().reap.turn()
    expect(web.isPaused).toBe(false)
  })
})

it('looks ever more rarely whether the traces of a fault are gone, and sees it when they are', async () => {
  const world = await attemptWorld()
  const web = world.engine.add('web')
  const entry = await plan(world, 'web')
  await world.server.runFault.inject(entry)
  web.states = 'ST'
  const lifted = world.server.runFault.lift(entry)
  await world.clock.advance(3_000)
  expect((await lifted).state).toBe('dirty')
  const looked = vi.spyOn(world.engine, 'removeHelpers')
  const minutes = async (count: number) => {
    looked.mockClear()
    for (let turn = 0; turn < count * 12; turn += 1) {
      const turned = world.server.reap.turn()
      await world.clock.advance(5_000)
      await turned
    }
    return looked.mock.calls.length
  }
  const first = await minutes(5)
  expect(first).toBeGreaterThan(3)
  expect(first).toBeLessThan(12)
  expect(await minutes(60)).toBeLessThan(16)
  web.states = 'S'
  await minutes(6)
  expect((await world.faults.find(entry.id))?.state).toBe('reverted')
})
