import { describe, expect, it } from 'vitest'
import { commitOf } from '../../domain/fault/seal.ts'
import { attemptWorld, crashing, crashTask, verdictIn as run } from '../../testing/worlds/attempt-world.ts'

const task = (over: object) => ({ tasks: [{ ...crashTask, ...over }] })

describe('a survive attempt', () => {
  it('is met when the system healed itself in time, and says so in one sentence', async () => {
    const world = await crashing(800)
    const verdict = await run(world)
    expect(verdict).toMatchObject({ outcome: 'met', reason: 'ok', class: 'self-recovered-during' })
    expect(verdict.sentence.en).toMatch(/^Healed by Swarm in \d\.\d–\d\.\d s, no hands\.$/)
    expect(verdict.sentence.ja).toMatch(/Swarm/)
    const [injection] = verdict.injections
    expect(injection?.outage?.minMs).toBeLessThanOrEqual(800)
    expect(injection?.outage?.maxMs).toBeGreaterThanOrEqual(800)
    expect(injection?.healedBy).toMatchObject([{ by: 'swarm' }])
    expect(await world.tasks.find(world.sandbox.id, 'survive')).toMatchObject({ state: 'met', share: 1 })
    expect((await world.told('verdict')).length).toBe(1)
  })

  it('shows the commitment before, and the seed that fits it after', async () => {
    const world = await crashing(800)
    const started = await world.server.start.execute(world.sandbox.id, 'survive')
    expect(JSON.stringify(started)).not.toContain('"seed"')
    await world.clock.advance(120_000)
    await world.server.start.settle()
    const verdict = await world.verdictOf(started.id)
    expect(commitOf(verdict?.seal.seed ?? '')).toBe(started.commit)
  })

  it('injects at the same moments for the same sandbox seed', async () => {
    const waits = async () => {
      const world = await crashing(800)
      const verdict = await run(world)
      return (verdict.injections[0]?.injectedAt ?? 0) - ((await world.told('attempt.phase'))[2]?.at ?? 0)
    }
    expect(await waits()).toBe(await waits())
  })

  it('is unmet when nothing came back, censored at the horizon', async () => {
    const verdict = await run(await crashing(600_000))
    expect(verdict).toMatchObject({ outcome: 'unmet', reason: 'not-recovered', class: 'not-recovered' })
    expect(verdict.injections[0]?.outage?.maxMs).toBeNull()
    expect(verdict.sentence.en).toMatch(/still not well after \d+\.\d s/)
  })

  it('is unmet when it came back later than asked', async () => {
    const verdict = await run(await crashing(9_000))
    expect(verdict).toMatchObject({ outcome: 'unmet', reason: 'recovery-too-slow' })
  })

  it('is inconclusive when the limit lies inside the interval', async () => {
    const verdict = await run(await crashing(5_000))
    expect(verdict).toMatchObject({ outcome: 'inconclusive', reason: 'too-close-to-call' })
  })

  it('is unmet when a hand touched the sandbox between injection and the end of the hold', async () => {
    const world = await crashing(800)
    const kill = world.engine.onFault
    world.engine.onFault = (what, id) => {
      kill(what, id)
      const at = world.clock.now() + 1500
      const { id: sandboxId } = world.sandbox
      void world.events.append([
        { sandboxId, at, kind: 'touch.terminal', actor: 'learner', data: { terminal: 'main', bytes: 3 } },
      ])
    }
    const verdict = await run(world)
    expect(verdict).toMatchObject({ outcome: 'unmet', reason: 'touched' })
    expect(verdict.handsOff).toMatchObject({ touchSeconds: 1, touches: [{ kind: 'touch.terminal' }] })
    expect(verdict.sentence.en).toContain('1 touch (1.0 s)')
  })

  it('is unmet when a hand touched the sandbox after the start, though before the sealed moment of the fault', async () => {
    const world = await crashing(800)
    const { id: sandboxId } = world.sandbox
    const at = world.clock.now() + 100
    const touch = { sandboxId, kind: 'touch.terminal', actor: 'learner', data: { terminal: 'main' } } as const
    await world.events.append([
      { ...touch, at: at - 200 },
      { ...touch, at },
    ])
    const verdict = await run(world)
    expect(verdict).toMatchObject({ outcome: 'unmet', reason: 'touched' })
    expect(verdict.injections[0]?.injectedAt).toBeGreaterThan(at)
    expect(verdict.handsOff.touches.map((each) => each.at)).toEqual([at])
    expect(verdict.handsOff.from).toBeLessThan(verdict.from)
  })

  it('only reports hands when the lab asks for no more', async () => {
    const world = await crashing(800, task({ handsOff: 'reported' }))
    const verdict = await run(world)
    expect(verdict.outcome).toBe('met')
  })

  it('is tolerated when not one probe failed, and says what that is worth', async () => {
    const world = await attemptWorld()
    world.engine.add('web', 1)
    world.engine.add('web', 2)
    const verdict = await run(world)
    expect(verdict).toMatchObject({ outcome: 'met', class: 'tolerated' })
    expect(verdict.sentence.en).toMatch(
      /^Tolerated: not one bad answer in \d+ probes \(no outage longer than 0\.\d s\)/,
    )
  })

  it('injects as often as the task says, and is as good as its worst injection', async () => {
    const world = await crashing(
      800,
      task({ fault: { use: 'crash', at: { between: ['1s', '2s'] }, times: 3, gap: '2s' } }),
    )
    const verdict = await run(world)
    expect(verdict.injections).toHaveLength(3)
    expect(verdict.outcome).toBe('met')
  })

  it('is unmet when too few answers were good', async () => {
    const expect_ = { recoverWithin: '5s', hold: '3s', horizon: '20s', availability: 0.95 }
    const verdict = await run(await crashing(2_000, task({ expect: expect_ })))
    expect(verdict).toMatchObject({ outcome: 'unmet', reason: 'availability-too-low' })
    expect(verdict.availability?.high).toBeLessThan(0.95)
  })

  it('names a hold that broke', async () => {
    const world = await crashing(800)
    const kill = world.engine.onFault
    world.engine.onFault = (what, id) => {
      kill(what, id)
      const at = world.clock.now()
      world.gateway.outages.push([at + 2500, at + 9000])
    }
    expect(await run(world)).toMatchObject({ outcome: 'unmet', reason: 'hold-broken' })
  })
})

describe('an attempt that cannot be judged', () => {
  it('is inconclusive when the fault did not bite', async () => {
    const world = await crashing(800)
    world.engine.isToothless = true
    expect(await run(world)).toMatchObject({ outcome: 'inconclusive', reason: 'fault-not-effective' })
    expect([...world.faults.rows.values()]).toMatchObject([{ state: 'failed' }])
  })

  it('is inconclusive when what it failed at may be the fault of a host that is far too full', async () => {
    for (const outageMs of [9_000, 600_000]) {
      const world = await crashing(outageMs)
      world.hostLoad.perProcessor = 12
      const verdict = await run(world)
      expect(verdict).toMatchObject({ outcome: 'inconclusive', reason: 'host-overloaded', hostLoad: 12 })
      expect(verdict.sentence.en).toContain('the machine was too full')
    }
  })

  it('is met on a full host too when everything held, and tells how full it was', async () => {
    const world = await crashing(800)
    world.hostLoad.perProcessor = 12
    expect(await run(world)).toMatchObject({ outcome: 'met', reason: 'ok', hostLoad: 12 })
  })

  it('is inconclusive when there is no target', async () => {
    const world = await attemptWorld()
    expect(await run(world)).toMatchObject({ outcome: 'inconclusive', reason: 'fault-target-gone' })
  })

  it('is inconclusive when the guard cannot tell who touched what', async () => {
    const world = await crashing(800)
    world.guard.isAway = true
    expect(await run(world)).toMatchObject({ outcome: 'inconclusive', reason: 'platform-error' })
  })

  it('is inconclusive when the gateway stays away', async () => {
    const world = await crashing(800)
    world.gateway.isAway = true
    expect(await run(world, 300)).toMatchObject({ outcome: 'inconclusive', reason: 'too-few-samples' })
  })

  it('survives a gateway that is away for a moment', async () => {
    const world = await crashing(800)
    const { id } = await world.server.start.execute(world.sandbox.id, 'survive')
    await world.clock.advance(8_000)
    world.gateway.isAway = true
    await world.clock.advance(5_000)
    world.gateway.isAway = false
    await world.clock.advance(60_000)
    await world.server.start.settle()
    expect((await world.verdictOf(id))?.outcome).toBe('met')
  })

  it('ends with the sandbox', async () => {
    const world = await crashing(800)
    const { id } = await world.server.start.execute(world.sandbox.id, 'survive')
    await world.clock.advance(3_000)
    await world.sandboxes.change(world.sandbox.id, 'any', { state: 'terminating' })
    await world.clock.advance(20_000)
    await world.server.start.settle()
    expect(await world.verdictOf(id)).toMatchObject({ outcome: 'inconclusive' })
    expect(world.faults.rows.size).toBe(0)
  })
})

describe('a server that dies during an attempt', () => {
  it('lifts the fault after its restart and gives an inconclusive verdict', async () => {
    const world = await crashing(800, task({ fault: { use: 'hang', at: { between: ['1s', '2s'] } } }))
    const { id } = await world.server.start.execute(world.sandbox.id, 'survive')
    world.engine.onFault = (what) => {
      // The process is gone from here on: nothing of it writes any more.
      if (what === 'pause') world.clock.sleep = () => new Promise(() => undefined)
    }
    await world.clock.advance(15_000)
    expect(world.engine.containers[0]?.isPaused).toBe(true)
    const second = world.serve()
    delete (world.clock as { sleep?: unknown }).sleep
    await second.recover.turn()
    expect(world.engine.containers[0]?.isPaused).toBe(false)
    expect(await world.verdictOf(id)).toMatchObject({ outcome: 'inconclusive', reason: 'platform-restarted' })
    expect([...world.faults.rows.values()]).toMatchObject([{ state: 'reverted' }])
    const again = await second.start.execute(world.sandbox.id, 'survive')
    expect(again.phase).toBe('planned')
  })
})

describe('starting an attempt', () => {
  it('is refused while another one is under way', async () => {
    const world = await crashing(800)
    await world.server.start.execute(world.sandbox.id, 'survive')
    await expect(world.server.start.execute(world.sandbox.id, 'survive')).rejects.toMatchObject({
      code: 'ATTEMPT_RUNNING',
    })
    await expect(world.server.inject.execute(world.sandbox.id, 'crash')).rejects.toMatchObject({
      code: 'ATTEMPT_RUNNING',
    })
  })

  it('is refused for a task that injects nothing', async () => {
    const quiz = { ask: { en: '?' }, answer: [{ en: 'a' }], distractors: [{ en: 'b' }] }
    const world = await attemptWorld({ tasks: [{ id: 'why', mode: 'quiz', title: { en: 'Why' }, quiz }] })
    await expect(world.server.start.execute(world.sandbox.id, 'why')).rejects.toMatchObject({
      code: 'TASK_WRONG_MODE',
    })
  })
})
