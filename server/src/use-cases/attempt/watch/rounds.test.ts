import { describe, expect, it } from 'vitest'
import { victimPick } from '../../../domain/fault/seal.ts'
import {
  attemptWorld,
  crashTask,
  verdictIn,
  type AttemptWorld as World,
} from '../../../testing/worlds/attempt-world.ts'

const { fault: _, ...withoutFault } = crashTask
const at = { between: ['1s', '2s'] }
const tasks = (over: object) => ({ tasks: [{ ...withoutFault, ...over }] })
const faults = {
  crash: { use: 'container.crash', target: 'web' },
  crash_api: { use: 'container.crash', target: 'api' },
}
const two = {
  faults: { web: faults.crash, api: faults.crash_api, hang: { use: 'container.pause', target: 'api' } },
}

/** Web and api run; whoever is killed is started again by Swarm 500 ms later. */
const healing = async (spec: Record<string, unknown>): Promise<World> => {
  const world = await attemptWorld(spec)
  world.engine.add('web')
  world.engine.add('api')
  world.engine.onFault = (what, id) => {
    if (what !== 'kill') return
    const service = id.split('-')[0] as string
    const now = world.clock.now()
    world.gateway.outages.push([now, now + 600])
    void world.clock.sleep(500).then(async () => {
      world.engine.add(service)
      const data = { type: 'container', action: 'start', service, name: `${service}.1` }
      await world.events.append([
        { sandboxId: world.sandbox.id, at: world.clock.now(), kind: 'engine.event', actor: 'swarm', data },
      ])
    })
  }
  return world
}
const run = (world: World) => verdictIn(world, 180)

describe('several faults in one attempt', () => {
  it('come one after the other in the order of the list, each with its own recovery', async () => {
    const of = [
      { use: 'web', at, times: 2 },
      { use: 'api', at },
    ]
    const verdict = await run(
      await healing({ ...two, ...tasks({ faults: { order: 'sequence', of, gap: '1s' } }) }),
    )
    expect(verdict.injections.map(({ target, round }) => [target, round])).toEqual([
      ['web', 0],
      ['web', 1],
      ['api', 2],
    ])
    expect(verdict.outcome).toBe('met')
    expect(verdict.injections.every(({ outage }) => (outage?.maxMs ?? 9999) < 1_000)).toBe(true)
  })

  it('come together at one moment, and are recovered from when all are', async () => {
    const of = [
      { use: 'web', at },
      { use: 'hang', at },
    ]
    const world = await healing({ ...two, ...tasks({ faults: { order: 'together', of } }) })
    const verdict = await run(world)
    expect(verdict.injections.map(({ fault, round }) => [fault, round])).toEqual([
      ['container.crash', 0],
      ['container.pause', 0],
    ])
    const [a, b] = verdict.injections
    expect(Math.abs((a?.injectedAt ?? 0) - (b?.injectedAt ?? 0))).toBeLessThan(50)
    expect(verdict.outcome).toBe('met')
    expect([...world.faults.rows.values()].map(({ state }) => state)).toEqual(['reverted', 'reverted'])
  })

  it('leave nothing behind when one of them does not bite', async () => {
    const of = [
      { use: 'hang', at },
      { use: 'web', at },
    ]
    const world = await healing({ ...two, ...tasks({ faults: { order: 'together', of } }) })
    const now = world.clock.now()
    world.engine.runHelper = async () => ({ exitCode: 0, output: `before=${now} after=${now}` })
    expect(await run(world)).toMatchObject({ outcome: 'inconclusive', reason: 'fault-not-effective' })
    expect(world.engine.containers.some(({ isPaused }) => isPaused)).toBe(false)
    expect([...world.faults.rows.values()].map(({ state }) => state).sort()).toEqual(['failed', 'reverted'])
  })

  it('are a sealed choice in a sealed order, the same for the same seed', async () => {
    const of = [
      { use: 'web', at, times: 2 },
      { use: 'api', at, times: 2 },
    ]
    const drawn = async () => {
      const verdict = await run(
        await healing({ ...two, ...tasks({ faults: { order: 'drawn', of, draw: 3, gap: '1s' } }) }),
      )
      return verdict.injections.map(({ target }) => target)
    }
    const first = await drawn()
    expect(first).toHaveLength(3)
    expect(await drawn()).toEqual(first)
  })

  it('end with the one after which it did not stand', async () => {
    const of = [
      { use: 'web', at },
      { use: 'api', at },
    ]
    const world = await healing({ ...two, ...tasks({ faults: { of } }) })
    world.engine.onFault = () => world.gateway.outages.push([world.clock.now(), Number.MAX_SAFE_INTEGER])
    const verdict = await run(world)
    expect(verdict).toMatchObject({ outcome: 'unmet', reason: 'not-recovered', class: 'not-recovered' })
    expect(verdict.injections).toHaveLength(1)
  })
})

describe('a second fault that comes with the repair', () => {
  const onRepair = { ...two, ...tasks({ fault: { use: 'web', at }, onRepair: 'api' }) }

  it('is injected when the first corrective change is seen, and both are recovered from', async () => {
    const verdict = await run(await healing(onRepair))
    expect(verdict.injections.map(({ target, onRepair: on }) => [target, on])).toEqual([
      ['web', false],
      ['api', true],
    ])
    const [first, second] = verdict.injections
    expect(second?.injectedAt).toBeGreaterThan((first?.injectedAt ?? 0) + 400)
    expect(verdict).toMatchObject({ outcome: 'met', reason: 'ok' })
  })

  it('has a sealed victim of its own after several that came together', async () => {
    const of = [
      { use: 'web', at },
      { use: 'hang', at },
    ]
    const together = { ...two, ...tasks({ faults: { order: 'together', of }, onRepair: 'api' }) }
    const world = await healing(together)
    const [victims, drawn] = [20, [] as number[]]
    const plan = world.server.runFault.plan.bind(world.server.runFault)
    world.server.runFault.plan = async (request) => {
      drawn.push(request.pick(victims))
      return plan(request)
    }
    await run(world)
    const [{ seed } = { seed: '' }] = world.attempts.rows.values()
    expect(drawn).toEqual([0, 1, 2].map((index) => victimPick(seed, index)(victims)))
  })

  it('is waited for when its target is gone for the moment', async () => {
    const world = await healing({ ...two, ...tasks({ fault: { use: 'web', at }, onRepair: 'web' }) })
    const verdict = await run(world)
    expect(verdict.injections.map(({ onRepair: on }) => on)).toEqual([false, true])
  })

  it('never comes when no repair begins, and then nothing is proved', async () => {
    const world = await healing(onRepair)
    world.engine.onFault = () => {
      const now = world.clock.now()
      world.gateway.outages.push([now, now + 500])
    }
    const verdict = await run(world)
    expect(verdict).toMatchObject({ outcome: 'inconclusive', reason: 'fault-not-effective' })
    expect(verdict.injections).toHaveLength(1)
    expect(verdict.sentence.en).toContain('the second fault never came')
    expect(verdict.sentence.ja).toContain('二つ目の障害')
  })
})

describe('a sealed fault', () => {
  it('is told when it was injected, not before: its moment and its victim are the secret', async () => {
    const world = await healing({ ...two, ...tasks({ fault: { use: 'web', at } }) })
    const told = async () => (await world.told('fault.planned')).length
    const before: number[] = []
    const act = world.engine.runHelper.bind(world.engine)
    world.engine.runHelper = async (spec) => {
      before.push(await told())
      return act(spec)
    }
    expect((await run(world)).outcome).toBe('met')
    expect(before).toEqual([0])
    expect(await told()).toBe(1)
  })
})

describe('a fault that takes its time', () => {
  it('is held from when it was there, not from when it was asked for', async () => {
    const stop = { use: 'container.stop', target: 'web', with: { grace: '5s', for: '20s' } }
    const expect3s = { recoverWithin: '40s', hold: '3s', horizon: '90s' }
    const world = await attemptWorld({
      faults: { stop },
      ...tasks({ fault: { use: 'stop', at }, expect: expect3s }),
    })
    world.engine.add('web')
    const stopAtOnce = world.engine.stop.bind(world.engine)
    // Its PID 1 ignores SIGTERM: it answers until the engine kills it, and nobody starts it again.
    world.engine.stop = async (id) => {
      await world.clock.sleep(5_000)
      world.gateway.outages.push([world.clock.now(), Number.POSITIVE_INFINITY])
      await stopAtOnce(id)
    }
    const verdict = await run(world)
    expect(verdict).toMatchObject({ outcome: 'unmet', reason: 'not-recovered' })
  })
})
