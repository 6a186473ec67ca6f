import type { Verdict } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { crashing, crashTask, verdictIn, type AttemptWorld } from '../../../testing/worlds/attempt-world.ts'

/** From the beginning of the wait to the injection, ms. */
const sealedWait = async (world: AttemptWorld, verdict: Verdict | undefined) => {
  const waits = (await world.told('attempt.phase')).filter(({ data }) => data['phase'] === 'waiting')
  return (verdict?.injections[0]?.injectedAt ?? 0) - (waits.at(-1)?.at ?? 0)
}

describe('the time before a fault', () => {
  it('is inconclusive when the baseline was not good', async () => {
    const world = await crashing(800)
    world.gateway.outages.push([0, Number.MAX_SAFE_INTEGER])
    expect(await verdictIn(world)).toMatchObject({ outcome: 'inconclusive', reason: 'baseline-not-good' })
    expect(world.faults.rows.size).toBe(0)
  })

  it('waits for a new baseline and the same sealed wait when a probe failed before the moment had come', async () => {
    const world = await crashing(800)
    const calm = await crashing(800)
    const { id } = await world.server.start.execute(world.sandbox.id, 'survive')
    await world.clock.advance(4_500)
    const at = world.clock.now()
    world.gateway.outages.push([at, at + 300])
    await world.clock.advance(60_000)
    await world.server.start.settle()
    const verdict = await world.verdictOf(id)
    expect(verdict).toMatchObject({ outcome: 'met', injections: [{ outage: { minMs: expect.any(Number) } }] })
    const phases = (await world.told('attempt.phase')).map(({ data }) => data['phase'])
    expect(phases.slice(0, 6)).toEqual([
      ...['planned', 'baseline', 'waiting', 'baseline', 'waiting', 'injecting'],
    ])
    expect(await sealedWait(world, verdict)).toBe(await sealedWait(calm, await verdictIn(calm)))
  })

  it('knows of a probe that failed just before the wait began, while its answer was still on its way', async () => {
    const world = await crashing(800)
    const append = world.events.append.bind(world.events)
    world.events.append = async (events) => {
      const isFirst = world.gateway.outages.length === 0
      const isWaiting = events.some(({ data }) => data['phase'] === 'waiting')
      const at = world.clock.now()
      if (isWaiting && isFirst) world.gateway.outages.push([at - 600, at - 400])
      return append(events)
    }
    expect(await verdictIn(world)).toMatchObject({ outcome: 'met' })
    const phases = (await world.told('attempt.phase')).map(({ data }) => data['phase'])
    expect(phases.slice(0, 6)).toEqual([
      ...['planned', 'baseline', 'waiting', 'baseline', 'waiting', 'injecting'],
    ])
  })

  it('ends at the sealed moment although the gateway is slow to tell what it saw', async () => {
    const slow = await crashing(800)
    const calm = await crashing(800)
    const samples = slow.gateway.samples.bind(slow.gateway)
    slow.gateway.samples = async (...request) => {
      await slow.clock.sleep(1_500)
      return samples(...request)
    }
    const verdict = await verdictIn(slow)
    expect(verdict.outcome).toBe('met')
    expect(await sealedWait(slow, verdict)).toBe(await sealedWait(calm, await verdictIn(calm)))
  })

  it('leaves the usual time for a baseline when a full host has become calm', async () => {
    const world = await crashing(800)
    world.hostLoad.perProcessor = 6.5
    world.gateway.outages.push([0, world.clock.now() + 21_000])
    const { id } = await world.server.start.execute(world.sandbox.id, 'survive')
    await world.clock.advance(20_000)
    world.hostLoad.perProcessor = 0.5
    await world.clock.advance(100_000)
    await world.server.start.settle()
    expect(await world.verdictOf(id)).toMatchObject({ outcome: 'met' })
  })

  it('is inconclusive within a minute and a half when no baseline lasts until the moment', async () => {
    const world = await crashing(800)
    const from = world.clock.now()
    for (let at = from + 4_500; at < from + 300_000; at += 4_500) world.gateway.outages.push([at, at + 300])
    const verdict = await verdictIn(world, 90)
    expect(verdict).toMatchObject({ outcome: 'inconclusive', reason: 'baseline-not-good', injections: [] })
    expect(world.faults.rows.size).toBe(0)
  })

  it('is waited for a minute by all rounds of an attempt together', async () => {
    const world = await crashing(800, {
      tasks: [{ ...crashTask, fault: { ...crashTask.fault, times: 2, gap: '1s' } }],
    })
    const kill = world.engine.onFault
    const hits: number[] = []
    world.gateway.outages.push([0, world.clock.now() + 50_000])
    world.hostLoad.perProcessor = 12
    world.engine.onFault = (what, id) => {
      kill(what, id)
      hits.push(world.clock.now())
      // Back for the hold of three seconds, and then gone.
      world.gateway.outages.push([world.clock.now() + 6_000, Number.MAX_SAFE_INTEGER])
    }
    const verdict = await verdictIn(world, 240)
    expect(verdict).toMatchObject({ outcome: 'inconclusive', reason: 'host-overloaded' })
    expect(hits).toHaveLength(1)
    expect(verdict.to - hits[0]!).toBeLessThan(40_000)
  })

  it('is inconclusive when a probe failed so shortly before the fault that its end was seen only after it', async () => {
    const world = await crashing(800)
    const kill = world.engine.onFault
    world.engine.onFault = (what, id) => {
      const at = world.clock.now()
      world.gateway.outages.push([at - 400, at - 200])
      kill(what, id)
    }
    expect(await verdictIn(world)).toMatchObject({ outcome: 'inconclusive', reason: 'baseline-not-good' })
  })

  it('waits longer for a baseline on a host that is far too full, and names the host when none came', async () => {
    for (const [perProcessor, lastsMs, seen] of [
      [2, 30_000, { outcome: 'inconclusive', reason: 'baseline-not-good' }],
      [12, 30_000, { outcome: 'met', reason: 'ok' }],
      [12, 600_000, { outcome: 'inconclusive', reason: 'host-overloaded', hostLoad: 12 }],
    ] as const) {
      const world = await crashing(800)
      world.hostLoad.perProcessor = perProcessor
      world.gateway.outages.push([0, world.clock.now() + lastsMs])
      expect(await verdictIn(world)).toMatchObject(seen)
    }
  })
})
