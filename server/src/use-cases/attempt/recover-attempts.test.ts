import { expect, it } from 'vitest'
import { aSandbox } from '../../testing/a-sandbox.ts'
import { anAttempt } from '../../testing/store-contracts/progress-store-contracts.ts'
import { attemptWorld, crashing } from '../../testing/worlds/attempt-world.ts'
import { attemptLease } from './run/attempt-phases.ts'

it('ends the other interrupted attempts when one cannot be ended, and that one later', async () => {
  const world = await attemptWorld()
  const other = aSandbox({ id: 'sandbox002' })
  await world.sandboxes.insert(other)
  const sandboxId = world.sandbox.id
  const interrupted = anAttempt({ id: 'first', sandboxId, phase: 'holding', startedAt: world.clock.now() })
  await world.attempts.insert(interrupted)
  await world.attempts.insert({ ...interrupted, id: 'second', sandboxId: other.id })
  await world.clock.advance(6_000)
  const take = world.leases.take.bind(world.leases)
  world.leases.take = async (name, ...rest) => {
    if (name === attemptLease('first')) throw new Error('not now')
    return take(name, ...rest)
  }
  await world.server.recover.turn()
  expect(await world.verdictOf('first')).toBeUndefined()
  expect(await world.verdictOf('second')).toMatchObject({ reason: 'platform-restarted' })
  expect(world.log.lines).toContainEqual({
    ...{ level: 'warn', message: 'unfinished attempts are not recovered' },
    detail: { id: 'first', error: 'Error: not now' },
  })
  world.leases.take = take
  await world.server.recover.turn()
  expect(await world.verdictOf('first')).toMatchObject({ reason: 'platform-restarted' })
})

it('leaves an attempt alone that is being stored on a slow database', async () => {
  const world = await crashing(800)
  const append = world.events.append.bind(world.events)
  let goOn = (): void => undefined
  world.events.append = async (drafts) => {
    if (drafts.some(({ kind }) => kind === 'touch.ui')) await new Promise<void>((done) => (goOn = done))
    return append(drafts)
  }
  const started = world.server.start.execute(world.sandbox.id, 'survive')
  await world.clock.advance(20_000)
  await world.server.recover.turn()
  const [id = ''] = world.attempts.rows.keys()
  expect(await world.verdictOf(id)).toBeUndefined()
  goOn()
  expect((await started).phase).toBe('planned')
})

it('gives up an attempt that was stored and could not begin', async () => {
  const world = await crashing(800)
  const append = world.events.append.bind(world.events)
  world.events.append = () => Promise.reject(new Error('away'))
  await expect(world.server.start.execute(world.sandbox.id, 'survive')).rejects.toThrow('away')
  world.events.append = append
  const [id = ''] = world.attempts.rows.keys()
  await world.clock.advance(6_000)
  await world.server.recover.turn()
  expect(await world.verdictOf(id)).toMatchObject({ reason: 'platform-restarted' })
})
