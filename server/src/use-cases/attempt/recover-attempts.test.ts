import { expect, it } from 'vitest'
import { aSandbox } from '../../testing/a-sandbox.ts'
import { attemptWorld } from '../../testing/worlds/attempt-world.ts'
import type { StoredAttempt } from '../../domain/ports/index.ts'
import { attemptLease } from './run/attempt-phases.ts'

it('ends the other interrupted attempts when one cannot be ended, and that one later', async () => {
  const world = await attemptWorld()
  const other = aSandbox({ id: 'sandbox002' })
  await world.sandboxes.insert(other)
  const interrupted: StoredAttempt = {
    ...{ id: 'first', sandboxId: world.sandbox.id, taskId: 'survive', phase: 'holding', injection: 1 },
    ...{ startedAt: world.clock.now(), endedAt: null, commit: 'c', seed: 's', verdict: null },
    ...{ arm: 'fault', ablation: null },
  }
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
