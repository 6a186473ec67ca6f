import { describe, expect, it } from 'vitest'
import { attemptWorld } from '../../../testing/worlds/attempt-world.ts'
import { commitOf } from '../../../domain/fault/seal.ts'
import type { ExperimentOrder } from '../plan/experiment-plan.ts'

const crash = { use: 'container.crash', target: 'web', with: {} }
const order = (over: Partial<ExperimentOrder> = {}): ExperimentOrder => ({
  ...{ faults: [crash], order: 'sequence', recoverWithinMs: 5_000, holdMs: 3_000, horizonMs: 20_000 },
  ...over,
})
const healing = async (spec: Record<string, unknown> = {}) => {
  const world = await attemptWorld(spec)
  world.engine.add('web')
  world.engine.onFault = () => {
    const now = world.clock.now()
    world.gateway.outages.push([now, now + 800])
    world.engine.add('web')
  }
  return world
}

describe('an experiment', () => {
  it('runs the same engine and judges no task', async () => {
    const world = await healing()
    const { id, taskId, commit } = await world.server.experiment.execute(world.sandbox.id, order(), 'learner')
    expect(taskId).toBe('experiment')
    await world.clock.advance(60_000)
    await world.server.start.settle()
    const verdict = await world.verdictOf(id)
    expect(verdict).toMatchObject({ outcome: 'met', injections: [{ faultId: 'container.crash' }] })
    expect(commitOf(verdict?.seal.seed ?? '')).toBe(commit)
    expect(await world.tasks.list(world.sandbox.id)).toEqual([])
  })

  it('reports hands and does not forbid them', async () => {
    const world = await healing()
    const { id } = await world.server.experiment.execute(world.sandbox.id, order(), 'learner')
    const kill = world.engine.onFault
    world.engine.onFault = (what, container) => {
      kill(what, container)
      const at = world.clock.now() + 1_500
      const { id: sandboxId } = world.sandbox
      void world.events.append([{ sandboxId, at, kind: 'touch.terminal', actor: 'learner', data: {} }])
    }
    await world.clock.advance(60_000)
    await world.server.start.settle()
    expect(await world.verdictOf(id)).toMatchObject({ outcome: 'met', handsOff: { touches: [{}] } })
  })

  it.each([
    ['an unknown fault', order({ faults: [{ ...crash, use: 'no.such' }] }), 'FAULT_NOT_FOUND'],
    ['a fault without a target', order({ faults: [{ ...crash, target: '' }] }), 'FAULT_INVALID'],
    ['an unknown probe', order({ probe: 'none' }), 'BAD_REQUEST'],
    ['the same fault twice at once', order({ faults: [crash, crash], order: 'together' }), 'FAULT_INVALID'],
  ] as const)('refuses %s', async (_, wrong, code) => {
    const world = await healing()
    const started = world.server.experiment.execute(world.sandbox.id, wrong as ExperimentOrder, 'learner')
    await expect(started).rejects.toMatchObject({ code })
    expect(world.attempts.rows.size).toBe(0)
  })

  it('is refused to a learner of a lab without a console, not to an instructor', async () => {
    const world = await healing({ console: false })
    const start = (actor: 'learner' | 'instructor') =>
      world.server.experiment.execute(world.sandbox.id, order(), actor)
    await expect(start('learner')).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect((await start('instructor')).phase).toBe('planned')
    await expect(start('instructor')).rejects.toMatchObject({ code: 'ATTEMPT_RUNNING' })
  })
})

describe('the judgement of what was injected outside attempts', () => {
  const judge = async (world: Awaited<ReturnType<typeof healing>>, from: number, over: object = {}) => {
    const asked = world.server.judge.execute(world.sandbox.id, {
      ...{ from, to: world.clock.now(), recoverWithinMs: 5_000, holdMs: 3_000 },
      ...over,
    })
    asked.catch(() => undefined)
    await world.clock.advance(15_000)
    return asked
  }

  it('sees a fault of the console heal', async () => {
    const world = await healing()
    await world.clock.advance(5_000)
    const from = world.clock.now() - 2_000
    await world.server.inject.execute(world.sandbox.id, 'crash')
    await world.clock.advance(10_000)
    expect(await judge(world, from)).toMatchObject({
      outcome: 'met',
      class: 'self-recovered-during',
      injections: [
        {
          faultId: 'crash',
          evidence: {
            en: expect.stringMatching(/./) as string,
            ja: expect.stringMatching(/[ぁ-ん]/) as string,
          },
        },
      ],
    })
  })

  it.each([30_000, 600, -600, -30_000, -3_600_000])(
    'says nothing of a window in which the clock was set by %i ms',
    async (stepMs) => {
      const world = await healing()
      await world.clock.advance(20_000)
      const from = world.clock.now() - 2_000
      await world.server.inject.execute(world.sandbox.id, 'crash')
      await world.clock.advance(10_000)
      const at = world.clock.now() - 5_000
      world.gateway.steps.push({ from: at, to: at + stepMs })
      expect(await judge(world, from)).toMatchObject({ outcome: 'inconclusive', reason: 'too-few-samples' })
    },
  )

  it('does not mind that the clock was set long before', async () => {
    const world = await healing()
    await world.clock.advance(20_000)
    const at = world.clock.now() - 15_000
    world.gateway.steps.push({ from: at - 3_600_000, to: at }, { from: at + 3_600_000, to: at })
    const from = world.clock.now() - 2_000
    await world.server.inject.execute(world.sandbox.id, 'crash')
    await world.clock.advance(10_000)
    expect(await judge(world, from)).toMatchObject({ outcome: 'met' })
  })

  it('is not given while the guard cannot tell of hands', async () => {
    const world = await healing()
    const from = world.clock.now()
    await world.clock.advance(10_000)
    world.guard.isAway = true
    await expect(judge(world, from)).rejects.toMatchObject({ code: 'GUARD_AWAY' })
  })

  it('leaves the faults of attempts to their attempts', async () => {
    const world = await healing()
    const from = world.clock.now()
    await world.server.start.execute(world.sandbox.id, 'survive')
    await world.clock.advance(60_000)
    await world.server.start.settle()
    expect(await judge(world, from)).toMatchObject({ outcome: 'inconclusive', injections: [] })
  })

  it.each([
    ['a window that is no window', { from: Number.MAX_SAFE_INTEGER }, 'BAD_REQUEST'],
    ['one longer than samples are kept', { from: 0 }, 'BAD_REQUEST'],
    ['a probe that is not there', { probe: 'none' }, 'BAD_REQUEST'],
  ])('refuses %s', async (_, over, code) => {
    const world = await healing()
    await expect(judge(world, world.clock.now(), over)).rejects.toMatchObject({ code })
  })
})
