import { DojoError } from '@noops-dojo/contracts'
import { describe, expect, it, vi } from 'vitest'
import { noticeOfLost } from '../../../domain/event/lost-events.ts'
import { crashing, verdictIn } from '../../../testing/worlds/attempt-world.ts'
import { attemptLease } from './attempt-phases.ts'

const lost = new Error('the database is away')

describe('a verdict that is stored', () => {
  it('stays when it could not be told at once, and is told once', async () => {
    const world = await crashing(800)
    const append = world.events.append.bind(world.events)
    let failures = 0
    world.events.append = async (events) => {
      if (events[0]?.kind === 'verdict' && (failures += 1) < 3) throw lost
      return append(events)
    }
    expect(await verdictIn(world)).toMatchObject({ outcome: 'met', reason: 'ok' })
    expect((await world.told('verdict')).map(({ data }) => data['outcome'])).toEqual(['met'])
  })

  it('stays when it cannot be told at all, which the operator reads', async () => {
    const world = await crashing(800)
    const append = world.events.append.bind(world.events)
    world.events.append = async (events) => {
      if (events[0]?.kind === 'verdict') throw lost
      return append(events)
    }
    expect(await verdictIn(world)).toMatchObject({ outcome: 'met' })
    expect(world.log.lines).toMatchObject([
      { level: 'warn', message: 'a stored verdict was not told', detail: { error: String(lost) } },
    ])
    const [attempt] = world.attempts.rows.values()
    expect(await world.leases.take(attemptLease(attempt?.id ?? ''), 'other', world.clock.now(), 0)).toBe(true)
  })

  it('stays when its lease could not be released', async () => {
    const world = await crashing(800)
    const release = world.leases.release.bind(world.leases)
    vi.spyOn(world.leases, 'release').mockImplementation(async (name, holder) => {
      if (name.startsWith('attempt:')) throw lost
      await release(name, holder)
    })
    expect(await verdictIn(world)).toMatchObject({ outcome: 'met' })
    expect(await world.told('verdict')).toHaveLength(1)
  })

  it('stays and is told once when the answer of the store was lost', async () => {
    const world = await crashing(800)
    const save = world.attempts.save.bind(world.attempts)
    world.attempts.save = async (attempt) => {
      await save(attempt)
      if (attempt.verdict?.outcome === 'met') throw lost
    }
    expect(await verdictIn(world)).toMatchObject({ outcome: 'met' })
    expect((await world.told('verdict')).map(({ data }) => data['outcome'])).toEqual(['met'])
  })

  it('waits for a database that is away, and is what was seen', async () => {
    const world = await crashing(800)
    const backAt = world.clock.now() + 60_000
    const whileAway = () => {
      if (world.clock.now() < backAt) throw new DojoError('DATABASE_AWAY', 'away')
    }
    const read = world.cursors.read.bind(world.cursors)
    world.cursors.read = async (name) => (whileAway(), read(name))
    expect(await verdictIn(world)).toMatchObject({ outcome: 'met', reason: 'ok' })
    expect(world.clock.now()).toBeGreaterThan(backAt)
  })
})

it('gives no verdict on a time of which events are lost', async () => {
  const world = await crashing(800)
  const { id } = await world.server.start.execute(world.sandbox.id, 'survive')
  const at = world.clock.now()
  const lost = { count: 3, from: at - 60_000, to: at + 1_000 }
  await world.events.append([noticeOfLost(world.sandbox.id, 'terminal touches', lost)])
  await world.clock.advance(120_000)
  await world.server.start.settle()
  expect(await world.verdictOf(id)).toMatchObject({ outcome: 'inconclusive', reason: 'platform-error' })
})
