import { describe, expect, it } from 'vitest'
import { attemptWorld, crashing } from '../../testing/worlds/attempt-world.ts'

describe('an attempt and a fault by hand', () => {
  it('exclude each other: the attempt is refused until the fault is over', async () => {
    const world = await crashing(800)
    await world.server.inject.execute(world.sandbox.id, 'hang')
    await world.clock.advance(3_000)
    const start = () => world.server.start.execute(world.sandbox.id, 'survive')
    await expect(start()).rejects.toMatchObject({ code: 'FAULT_RUNNING' })
    expect(world.attempts.rows.size).toBe(0)
    await world.clock.advance(20_000)
    await world.server.inject.settle()
    expect((await start()).phase).toBe('planned')
  })

  it('exclude each other for an experiment, too', async () => {
    const world = await crashing(800)
    await world.server.inject.execute(world.sandbox.id, 'hang')
    const faults = [{ use: 'container.crash', target: 'web', with: {} }]
    const order = { faults, order: 'sequence', recoverWithinMs: 1, holdMs: 1, horizonMs: 1 } as const
    await expect(world.server.experiment.execute(world.sandbox.id, order, 'learner')).rejects.toMatchObject({
      code: 'FAULT_RUNNING',
    })
  })

  it('exclude each other when both are asked for at the same moment', async () => {
    for (const isFaultFirst of [true, false]) {
      const world = await crashing(800)
      const fault = () => world.server.inject.execute(world.sandbox.id, 'hang')
      const attempt = () => world.server.start.execute(world.sandbox.id, 'survive')
      const asked = Promise.allSettled(isFaultFirst ? [fault(), attempt()] : [attempt(), fault()])
      await world.clock.advance(500)
      expect((await asked).map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    }
  })
})

it('gives one target one fault when two tabs order at the same moment', async () => {
  const world = await attemptWorld()
  world.engine.add('web')
  const order = { use: 'container.pause', target: 'web', with: {} }
  const asked = Promise.allSettled(
    [1, 2].map(() => world.server.console.execute(world.sandbox.id, order, 'learner')),
  )
  await world.clock.advance(500)
  expect(await asked).toMatchObject([{ status: 'fulfilled' }, { reason: { code: 'FAULT_RUNNING' } }])
  expect(world.faults.rows.size).toBe(1)
})
