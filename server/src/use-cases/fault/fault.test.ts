import { describe, expect, it } from 'vitest'
import type { LedgerEntry } from '../../domain/ports/index.ts'
import { anAttempt } from '../../testing/store-contracts/progress-store-contracts.ts'
import { attemptWorld } from '../../testing/worlds/attempt-world.ts'

const kinds = async (world: Awaited<ReturnType<typeof attemptWorld>>) =>
  (await world.events.list(world.sandbox.id, 0, 100))
    .map(({ kind }) => kind)
    .filter((kind) => kind !== 'touch.ui')

describe('a fault by its button', () => {
  it('is in the ledger before it is injected, ends by itself, and is told', async () => {
    const world = await attemptWorld()
    world.engine.add('web')
    let stateAtInjection = ''
    world.engine.onFault = (what) => {
      if (what === 'pause') stateAtInjection = [...world.faults.rows.values()][0]?.state ?? 'none'
    }
    const run = await world.server.inject.execute(world.sandbox.id, 'hang')
    expect(run.state).toBe('planned')
    await world.clock.advance(5_000)
    expect(stateAtInjection).toBe('injecting')
    expect(world.engine.containers[0]?.isPaused).toBe(true)
    expect(world.engine.helpers.size).toBe(1)
    await world.clock.advance(8_000)
    await world.server.inject.settle()
    expect(world.engine.containers[0]?.isPaused).toBe(false)
    expect(world.engine.helpers.size).toBe(0)
    expect((await world.faults.find(run.id))?.state).toBe('reverted')
    expect(await kinds(world)).toEqual(['fault.planned', 'fault.effective', 'fault.reverted'])
  })

  it('does not begin when arming it took longer than it should last', async () => {
    const world = await attemptWorld()
    const target = world.engine.add('web')
    const startHelper = world.engine.startHelper.bind(world.engine)
    world.engine.startHelper = async (spec) => {
      await world.clock.sleep(60_000)
      return startHelper(spec)
    }
    const run = await world.server.inject.execute(world.sandbox.id, 'hang')
    await world.clock.advance(70_000)
    await world.server.inject.settle()
    expect(target.isPaused).toBe(false)
    expect(await world.faults.find(run.id)).toMatchObject({ state: 'failed' })
    expect((await world.faults.find(run.id))?.detail).toMatch(/over before it could begin/)
  })

  it('is moot when its target was replaced', async () => {
    const world = await attemptWorld()
    world.engine.add('web')
    const run = await world.server.inject.execute(world.sandbox.id, 'hang')
    await world.clock.advance(2_000)
    world.engine.containers.splice(0, 1)
    await world.clock.advance(20_000)
    await world.server.inject.settle()
    expect((await world.faults.find(run.id))?.state).toBe('moot')
  })

  it('leaves a dirty sandbox when something of it stays, and the sandbox takes no further fault', async () => {
    const world = await attemptWorld()
    const target = world.engine.add('web')
    const run = await world.server.inject.execute(world.sandbox.id, 'hang')
    await world.clock.advance(2_000)
    target.states = 'ST'
    await world.clock.advance(20_000)
    await world.server.inject.settle()
    expect((await world.faults.find(run.id))?.state).toBe('dirty')
    await expect(world.server.inject.execute(world.sandbox.id, 'crash')).rejects.toMatchObject({
      code: 'SANDBOX_FAILED',
    })
  })

  it('is refused on top of another fault, for an unknown name and for a missing target', async () => {
    const world = await attemptWorld()
    await expect(world.server.inject.execute(world.sandbox.id, 'crash')).rejects.toMatchObject({
      code: 'FAULT_TARGET_GONE',
    })
    await expect(world.server.inject.execute(world.sandbox.id, 'nothing')).rejects.toMatchObject({
      code: 'FAULT_NOT_FOUND',
    })
    world.engine.add('web')
    await world.server.inject.execute(world.sandbox.id, 'hang')
    await expect(world.server.inject.execute(world.sandbox.id, 'crash')).rejects.toMatchObject({
      code: 'FAULT_RUNNING',
    })
  })
})

describe('a fault from the console', () => {
  it('goes beside one on another target, and is refused beside one on the same or on the whole sandbox', async () => {
    const world = await attemptWorld()
    world.engine.add('web')
    world.engine.add('api')
    const run = (use: string, target: string) =>
      world.server.console.execute(world.sandbox.id, { use, target, with: {} }, 'learner')
    await run('container.pause', 'web')
    expect((await run('container.pause', 'api')).target).toBe('api')
    await expect(run('container.stop', 'web')).rejects.toMatchObject({ code: 'FAULT_RUNNING' })
    await expect(run('node.drain', '')).rejects.toMatchObject({ code: 'FAULT_RUNNING' })
  })

  const order = { use: 'container.pause', target: 'web', with: { for: '20s' } }

  it('that is lifted while it is being injected is injected first, then ended for good, and once', async () => {
    const world = await attemptWorld()
    world.engine.add('web')
    const run = await world.server.console.execute(world.sandbox.id, order, 'learner')
    const lifts = [1, 2, 3].map(() => world.server.liftFault.execute(world.sandbox.id, run.id, 'learner'))
    await world.clock.advance(5_000)
    const states = (await Promise.all(lifts)).map(({ state }) => state)
    expect(states).toEqual(['reverted', 'reverted', 'reverted'])
    expect(world.engine.containers[0]?.isPaused).toBe(false)
    await world.clock.advance(60_000)
    await world.server.inject.settle()
    expect(await kinds(world)).toEqual(['fault.planned', 'fault.effective', 'fault.reverted'])
    expect(world.engine.containers[0]?.isPaused).toBe(false)
  })

  it('can be lifted later when the engine was away', async () => {
    const world = await attemptWorld()
    world.engine.add('web')
    const run = await world.server.console.execute(world.sandbox.id, order, 'learner')
    await world.clock.advance(3_000)
    world.engine.isAway = true
    const lift = () => world.server.liftFault.execute(world.sandbox.id, run.id, 'learner')
    await expect(lift()).rejects.toMatchObject({ code: 'ENGINE_AWAY' })
    world.engine.isAway = false
    expect(await lift()).toMatchObject({ state: 'reverted' })
  })
})

describe('the fault of an attempt', () => {
  it.each([
    ['holding', 'is not lifted by hand while the attempt is under way'],
    ['done', 'can be lifted when the attempt is over and did not manage it'],
  ] as const)('in the phase %s %s', async (phase, _what) => {
    const world = await attemptWorld()
    world.engine.add('web')
    const attempt = anAttempt({ sandboxId: world.sandbox.id, phase })
    await world.attempts.insert(attempt)
    const hang = { sandboxId: world.sandbox.id, labFault: 'hang', use: 'container.pause', with: {} }
    const by = { target: 'web', attemptId: attempt.id, pick: () => 0 }
    const { id } = await world.server.runFault.plan({ ...hang, ...by })
    await world.server.runFault.inject((await world.faults.find(id)) as LedgerEntry)
    const lifted = world.server.liftFault.execute(world.sandbox.id, id, 'learner')
    if (phase === 'done') expect(await lifted).toMatchObject({ state: 'reverted' })
    else await expect(lifted).rejects.toMatchObject({ code: 'ATTEMPT_RUNNING' })
  })
})

describe('a stop that takes long', () => {
  const stopOrder = { use: 'container.stop', target: 'web', with: { grace: '40s', for: '20s' } }

  /** A plain container that dies only when its grace is over. */
  const world40 = async () => {
    const world = await attemptWorld()
    const web = world.engine.add('web')
    const victims = world.engine.victims.bind(world.engine)
    world.engine.victims = async (...of) => (await victims(...of)).map((each) => ({ ...each, service: null }))
    const stop = world.engine.stop.bind(world.engine)
    world.engine.stop = async (id) => {
      await world.clock.sleep(40_000)
      await stop(id)
    }
    return { world, web }
  }

  it('is not lifted before it has happened: nothing would end it then', async () => {
    const { world, web } = await world40()
    const run = await world.server.console.execute(world.sandbox.id, stopOrder, 'learner')
    await world.clock.advance(1_000)
    const lift = world.server.liftFault.execute(world.sandbox.id, run.id, 'learner')
    await world.clock.advance(30_000)
    expect((await world.faults.find(run.id))?.state).toBe('injecting')
    await world.clock.advance(30_000)
    expect(await lift).toMatchObject({ state: 'reverted' })
    expect(web.isRunning).toBe(true)
  })

  it('has its grace before its own time begins, also in the helper that ends it without a server', async () => {
    const { world } = await world40()
    const { id } = await world.server.console.execute(world.sandbox.id, stopOrder, 'learner')
    await world.clock.advance(1_000)
    const entry = await world.faults.find(id)
    expect((entry?.deadlineAt ?? 0) - (entry?.plannedAt ?? 0)).toBe(70_000)
    expect(world.engine.helpers.get(id)?.[0]?.maxMs).toBeGreaterThan(70_000)
  })

  it('is refused when its grace is longer than the engine is waited for', async () => {
    const { world } = await world40()
    const order = { ...stopOrder, with: { grace: '61s' } }
    await expect(world.server.console.execute(world.sandbox.id, order, 'learner')).rejects.toMatchObject({
      code: 'FAULT_INVALID',
      message: expect.stringContaining('with.grace'),
    })
  })
})

describe('the reaper', () => {
  it('ends at the start of a server what the last one left behind', async () => {
    const world = await attemptWorld()
    world.engine.add('web')
    const entry = await world.server.runFault.plan({
      sandboxId: world.sandbox.id,
      labFault: 'hang',
      use: 'container.pause',
      with: {},
      target: 'web',
      attemptId: null,
      pick: () => 0,
    })
    await world.server.runFault.inject(entry)
    await world.clock.advance(1)
    await world.serve().reap.turn()
    expect(world.engine.containers[0]?.isPaused).toBe(false)
    expect((await world.faults.find(entry.id))?.state).toBe('reverted')
  })

  it('tries again when the engine was away', async () => {
    const world = await attemptWorld()
    world.engine.add('web')
    await world.server.inject.execute(world.sandbox.id, 'hang')
    await world.clock.advance(3_000)
    world.engine.isAway = true
    await world.clock.advance(40_000)
    await world.server.inject.settle()
    await world.server.reap.turn()
    expect(world.engine.containers[0]?.isPaused).toBe(true)
    world.engine.isAway = false
    await world.server.reap.turn()
    expect(world.engine.containers[0]?.isPaused).toBe(false)
  })

  it('leaves the faults of another living server alone', async () => {
    const world = await attemptWorld()
    world.engine.add('web')
    const run = await world.server.inject.execute(world.sandbox.id, 'hang')
    await world.clock.advance(3_000)
    await world.leases.release(`fault:${run.id}`, 'server-1')
    await world.leases.take(`fault:${run.id}`, 'server-2', world.clock.now(), world.clock.now() + 60_000)
    await world.serve().reap.turn()
    expect(world.engine.containers[0]?.isPaused).toBe(true)
  })
})

describe('several faults in a sandbox', () => {
  const plan = (world: Awaited<ReturnType<typeof attemptWorld>>, use: string, attemptId: string | null) =>
    world.server.runFault.plan({
      ...{ sandboxId: world.sandbox.id, labFault: '', use, with: {}, target: 'web', attemptId },
      pick: () => 0,
    })

  it('may be active together when they are of one attempt and not the same on the same target', async () => {
    const world = await attemptWorld()
    world.engine.add('web')
    await plan(world, 'container.pause', 'one')
    expect((await plan(world, 'process.stop', 'one')).state).toBe('planned')
    await expect(plan(world, 'container.pause', 'one')).rejects.toMatchObject({ code: 'FAULT_RUNNING' })
    await expect(plan(world, 'container.crash', 'two')).rejects.toMatchObject({ code: 'FAULT_RUNNING' })
    await expect(plan(world, 'container.crash', null)).rejects.toMatchObject({ code: 'FAULT_RUNNING' })
  })

  it('are not taken by a sandbox in which one left traces', async () => {
    const world = await attemptWorld()
    world.engine.add('web')
    const entry = await plan(world, 'container.pause', 'one')
    await world.faults.save({ ...entry, state: 'dirty' })
    await expect(plan(world, 'process.stop', 'one')).rejects.toMatchObject({ code: 'SANDBOX_FAILED' })
  })
})
