import { describe, expect, it } from 'vitest'
import { attemptWorld, crashTask } from '../../../testing/worlds/attempt-world.ts'

const orders = {
  post: 'http://web:8080/orders',
  list: 'http://api:8081/orders/keys',
  body: { id: 'order-{{KEY}}', total: 5 },
}
type World = Awaited<ReturnType<typeof attemptWorld>>

const storing = async (over: object = {}): Promise<World> => {
  const world = await attemptWorld({
    writes: { orders: { ...orders, ...over } },
    tasks: [{ ...crashTask, writes: 'orders' }],
  })
  world.engine.add('web')
  world.engine.onFault = (what) => {
    if (what !== 'kill') return
    const now = world.clock.now()
    world.gateway.outages.push([now, now + 800])
    world.engine.add('web')
  }
  return world
}
const run = async (world: World) => {
  const { id } = await world.server.start.execute(world.sandbox.id, 'survive')
  await world.clock.advance(120_000)
  await world.server.start.settle()
  const verdict = await world.verdictOf(id)
  if (!verdict) throw new Error('no verdict')
  return verdict
}

describe('the writes of an attempt', () => {
  it('are all kept: then what was seen of the probe decides', async () => {
    const world = await storing()
    const verdict = await run(world)
    expect(verdict).toMatchObject({ outcome: 'met', writes: { lost: 0, duplicated: 0, isKnown: true } })
    expect(verdict.writes?.acknowledged).toBeGreaterThan(10)
    expect(verdict.writes?.sent).toBeGreaterThan(verdict.writes?.acknowledged ?? 0)
    const [told] = await world.told('writes.counted')
    expect(told?.data).toMatchObject({ lost: 0, attemptId: verdict.attemptId })
  })

  it('go to the engine’s names, each with a key of its own in body and header', async () => {
    const world = await storing()
    await run(world)
    const [first, second] = world.gateway.writes
    expect(first?.url).toBe(`http://s${world.sandbox.id}-web:8080/orders`)
    expect(JSON.parse(first?.body ?? '')).toEqual({
      id: `order-${first?.headers?.['idempotency-key']}`,
      total: 5,
    })
    expect(second?.headers?.['idempotency-key']).not.toBe(first?.headers?.['idempotency-key'])
  })

  it('veto whatever else was seen when one is lost', async () => {
    const world = await storing()
    const kill = world.engine.onFault
    world.engine.onFault = (what, id) => {
      kill(what, id)
      world.gateway.kept = []
    }
    const verdict = await run(world)
    expect(verdict).toMatchObject({ outcome: 'unmet', reason: 'write-lost', score: { value: 0 } })
    expect(verdict.writes?.lost).toBeGreaterThan(0)
    expect(verdict.writes?.lostKeys[0]).toMatch(/^w.*-\d{6}$/)
    expect(verdict.sentence.en).toMatch(/^Not healed: \d+ of \d+ acknowledged writes were lost\.$/)
    expect(await world.tasks.find(world.sandbox.id, 'survive')).toMatchObject({ state: 'unmet' })
  })

  it('prove nothing when one is missing on a host that is far too full to write it in time', async () => {
    const world = await storing()
    world.hostLoad.perProcessor = 12
    const kill = world.engine.onFault
    world.engine.onFault = (what, id) => {
      kill(what, id)
      world.gateway.kept = []
    }
    expect(await run(world)).toMatchObject({ outcome: 'inconclusive', reason: 'host-overloaded' })
  })

  it.each([
    ['for good', Number.POSITIVE_INFINITY, { outcome: 'inconclusive', reason: 'writes-unknown' }],
    ['for a moment', 1_000, { outcome: 'unmet', reason: 'write-lost' }],
  ])('are not lost by a list that was read before it fell silent %s', async (_, silentMs, verdict) => {
    const world = await storing()
    const kill = world.engine.onFault
    world.engine.onFault = (what, id) => {
      kill(what, id)
      world.gateway.kept = []
    }
    const check = world.gateway.check.bind(world.gateway)
    let readAt: number | undefined
    world.gateway.check = async (request) => {
      if (request?.method !== 'POST') readAt ??= world.clock.now()
      const goneMs = world.clock.now() - (readAt ?? world.clock.now())
      world.gateway.isListBroken = goneMs > 4_500 && goneMs < 4_500 + silentMs
      return check(request)
    }
    expect(await run(world)).toMatchObject(verdict)
  })

  it('are waited for until they are worked off', async () => {
    const world = await storing()
    let held: string[] = []
    const kill = world.engine.onFault
    world.engine.onFault = (what, id) => {
      kill(what, id)
      ;[held, world.gateway.kept] = [world.gateway.kept, []]
      // Long after the hold, within the time to settle.
      void world.clock.sleep(7_000).then(() => world.gateway.kept.push(...held))
    }
    expect(await run(world)).toMatchObject({ outcome: 'met', writes: { lost: 0 } })
  })

  it('fail when one is kept twice, only where once was asked for', async () => {
    const doubled = async (once: boolean) => {
      const world = await storing({ once })
      const kill = world.engine.onFault
      world.engine.onFault = (what, id) => {
        kill(what, id)
        world.gateway.kept.push(world.gateway.kept[0] as string)
      }
      return run(world)
    }
    expect(await doubled(true)).toMatchObject({ outcome: 'unmet', reason: 'write-duplicated' })
    expect(await doubled(false)).toMatchObject({ outcome: 'met', writes: { duplicated: 1 } })
  })

  it('prove nothing when the list cannot be read, or not one was acknowledged', async () => {
    const broken = await storing()
    broken.gateway.isListBroken = true
    const verdict = await run(broken)
    expect(verdict).toMatchObject({
      outcome: 'inconclusive',
      reason: 'writes-unknown',
      writes: { isKnown: false },
    })
    const refusing = await storing()
    refusing.gateway.check = async ({ method } = { url: '', timeoutMs: 1 }) => ({
      status: method === 'POST' ? 503 : 200,
      body: '[]',
      ms: 1,
      error: null,
    })
    expect(await run(refusing)).toMatchObject({ outcome: 'inconclusive', reason: 'writes-unknown' })
  })

  it('stop with the attempt', async () => {
    const world = await storing()
    await run(world)
    const sent = world.gateway.writes.length
    await world.clock.advance(10_000)
    expect(world.gateway.writes.length).toBe(sent)
  })
})
