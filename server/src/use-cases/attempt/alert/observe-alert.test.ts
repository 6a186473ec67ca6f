import { describe, expect, it } from 'vitest'
import { attemptWorld, verdictIn, type AttemptWorld as World } from '../../../testing/worlds/attempt-world.ts'

const task = {
  id: 'told',
  mode: 'alert',
  title: { en: 'It tells' },
  alert: 'alarm',
  fault: { use: 'hang', at: { between: ['2s', '4s'] } },
  expect: { fireWithin: '5s', quiet: '4s', resolveWithin: '5s' },
}
const spec = (over: object = {}) => ({
  probes: { shop: { http: 'http://web:8080/health' }, alarm: { http: 'http://watch:9000/alarm' } },
  tasks: [{ ...task, ...over }],
})

/** The alert fires `fireMs` after a hang and falls silent `silentMs` after its lift. */
const telling = async (fireMs: number, silentMs: number, over: object = {}): Promise<World> => {
  const world = await attemptWorld(spec(over))
  world.engine.add('web')
  world.engine.onFault = (what) => {
    const now = world.clock.now()
    if (what === 'pause') {
      world.gateway.outages.push([now, Number.MAX_SAFE_INTEGER])
      world.gateway.alarms.push([now + fireMs, Number.MAX_SAFE_INTEGER])
    }
    if (what === 'unpause') {
      const outage = world.gateway.outages.at(-1)
      const alarm = world.gateway.alarms.at(-1)
      if (outage) outage[1] = now + 50
      if (alarm) alarm[1] = now + silentMs
    }
  }
  return world
}
const run = (world: World) => verdictIn(world, 120, 'told')

describe('an alert attempt', () => {
  it('is met when the alert fires in time and is silent again, with both as intervals', async () => {
    const world = await telling(1_500, 800)
    const verdict = await run(world)
    expect(verdict).toMatchObject({ outcome: 'met', reason: 'ok', probe: 'alarm' })
    expect(verdict.detection?.fired?.minMs).toBeLessThanOrEqual(1_500)
    expect(verdict.detection?.fired?.maxMs).toBeGreaterThanOrEqual(1_500)
    expect(verdict.detection?.resolved?.minMs).toBeLessThanOrEqual(800)
    expect(verdict.detection?.resolved?.maxMs).toBeGreaterThanOrEqual(750)
    expect(verdict.injections).toMatchObject([{ fault: 'container.pause', faultId: 'hang' }])
    expect(await world.tasks.find(world.sandbox.id, 'told')).toMatchObject({ state: 'met', share: 1 })
  })

  it.each([
    ['alert-missing', 900_000, 0],
    ['alert-late', 6_500, 0],
    ['alert-stuck', 1_000, 900_000],
    ['alert-stuck', 1_000, 6_500],
  ])('is unmet: %s', async (reason, fireMs, silentMs) => {
    const world = await telling(fireMs, silentMs)
    expect(await run(world)).toMatchObject({ outcome: 'unmet', reason })
    expect(world.engine.containers.some(({ isPaused }) => isPaused)).toBe(false)
  })

  it.each([
    ['late', 6_500, 0],
    ['missing', 900_000, 0],
    ['stuck', 1_000, 900_000],
  ])('is inconclusive when the alert was %s on a host that is far too full', async (_, fireMs, silentMs) => {
    const world = await telling(fireMs, silentMs)
    world.hostLoad.perProcessor = 12
    expect(await run(world)).toMatchObject({
      ...{ outcome: 'inconclusive', reason: 'host-overloaded', hostLoad: 12 },
    })
  })

  it('is too close to call when the limit lies inside the interval', async () => {
    expect(await run(await telling(5_000, 500))).toMatchObject({
      outcome: 'inconclusive',
      reason: 'too-close-to-call',
    })
  })

  it('is unmet without a fault being injected when the alert fires in the quiet', async () => {
    const world = await telling(1_000, 500)
    const at = world.clock.now() + 4_000
    world.gateway.alarms.push([at, at + 1_000])
    const verdict = await run(world)
    expect(verdict).toMatchObject({ outcome: 'unmet', reason: 'alert-false', injections: [] })
    expect(verdict.detection?.falseAlarms).toBe(1)
    expect(world.faults.rows.size).toBe(0)
  })

  it('is unmet with a hand in it', async () => {
    const world = await telling(1_500, 500)
    const hang = world.engine.onFault
    world.engine.onFault = (what, id) => {
      hang(what, id)
      const { id: sandboxId } = world.sandbox
      const at = world.clock.now() + 100
      void world.events.append([{ sandboxId, at, kind: 'touch.terminal', actor: 'learner', data: {} }])
    }
    expect(await run(world)).toMatchObject({ outcome: 'unmet', reason: 'touched' })
  })

  it('is inconclusive when the service was not steady, and when the fault did not bite', async () => {
    const shaky = await telling(1_000, 500)
    shaky.gateway.outages.push([0, Number.MAX_SAFE_INTEGER])
    expect(await run(shaky)).toMatchObject({ outcome: 'inconclusive', reason: 'baseline-not-good' })
    const toothless = await telling(1_000, 500)
    toothless.engine.isToothless = true
    expect(await run(toothless)).toMatchObject({ outcome: 'inconclusive', reason: 'fault-not-effective' })
  })
})
