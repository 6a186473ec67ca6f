import { describe, expect, it, vi } from 'vitest'
import { anAsset } from '../../../testing/a-lab.ts'
import {
  attemptWorld,
  crashTask,
  verdictIn,
  type AttemptWorld as World,
} from '../../../testing/worlds/attempt-world.ts'
import type { WantedArm } from '../start-attempt.ts'

const controls = {
  placebo: '10s',
  ablations: [
    { id: 'replica', title: { en: 'Without the second replica' }, run: 'ablate.sh', restore: 'restore.sh' },
  ],
}
const spec = {
  probes: { shop: { http: 'http://web:8080/health' }, alarm: { http: 'http://watch:9000/alarm' } },
  tasks: [
    { ...crashTask, probe: 'shop', controls },
    { id: 'told', mode: 'alert', title: { en: 'Told' }, alert: 'alarm', fault: { use: 'crash' } },
  ],
}

/** The scripts move `mechanism`; without it a crash is not healed. */
const ablatable = async () => {
  const world = await attemptWorld(spec, [anAsset('ablate.sh', 'true'), anAsset('restore.sh', 'true')])
  const state = { hasMechanism: true, exitCode: 0, phaseAtScript: [] as string[] }
  world.engine.add('web')
  await world.guard.open({ sandboxId: world.sandbox.id, phase: 'open' } as never)
  await world.sandboxEngine.createNetwork({ sandboxId: world.sandbox.id, deadline: 1 } as never)
  await world.sandboxEngine.createWorkstation({ sandboxId: world.sandbox.id } as never)
  world.sandboxEngine.answer = ({ argv }) => {
    state.phaseAtScript.push(world.guard.policies.get(world.sandbox.id)?.phase ?? '')
    if (argv[0]?.endsWith('ablate.sh')) state.hasMechanism = false
    if (argv[0]?.endsWith('restore.sh')) state.hasMechanism = true
    return { exitCode: state.exitCode }
  }
  world.engine.onFault = (what) => {
    if (what !== 'kill') return
    const now = world.clock.now()
    world.gateway.outages.push([now, state.hasMechanism ? now + 800 : now + 40_000])
    world.engine.add('web')
  }
  return { ...world, state }
}
const run = (world: World, wanted: WantedArm) => verdictIn(world, 240, 'survive', wanted)
const ablation = { arm: 'ablation', ablation: 'replica' } as const

describe('the run without a fault', () => {
  it('is quiet, injects nothing, and counts for no task', async () => {
    const world = await ablatable()
    const verdict = await run(world, { arm: 'placebo' })
    expect(verdict).toMatchObject({ outcome: 'met', arm: 'placebo', injections: [] })
    expect(verdict.to - verdict.from).toBe(10_000)
    expect(world.faults.rows.size).toBe(0)
    expect(await world.tasks.find(world.sandbox.id, 'survive')).toBeUndefined()
  })

  it.each([
    ['a bad answer', (world: World, at: number) => void world.gateway.outages.push([at, at + 100])],
    ['an alert', (world: World, at: number) => void world.gateway.alarms.push([at, at + 500])],
    [
      'a hand',
      (world: World, at: number) =>
        void world.events.append([
          { sandboxId: world.sandbox.id, at, kind: 'touch.terminal', actor: 'learner', data: {} },
        ]),
    ],
  ])('is not quiet with %s', async (_, disturb) => {
    const world = await ablatable()
    disturb(world, world.clock.now() + 8_000)
    expect(await run(world, { arm: 'placebo' })).toMatchObject({
      outcome: 'unmet',
      reason: 'placebo-not-quiet',
    })
  })
})

describe('the run without a mechanism', () => {
  it('is met when the system does not recover, as set-up and not as a hand, and puts the mechanism back', async () => {
    const world = await ablatable()
    const verdict = await run(world, ablation)
    expect(verdict).toMatchObject({ outcome: 'met', arm: 'ablation', ablation: 'replica', score: null })
    expect(verdict.sentence.en).toContain('as it should be')
    expect(world.state).toMatchObject({ hasMechanism: true, phaseAtScript: ['setup', 'setup'] })
    expect(world.guard.policies.get(world.sandbox.id)?.phase).toBe('open')
    expect(verdict.handsOff.touches).toEqual([])
    const steps = (await world.told('control.applied')).map(({ data }) => data['step'])
    expect(steps).toEqual(['run', 'restore'])
    expect(await world.tasks.find(world.sandbox.id, 'survive')).toBeUndefined()
  })

  it('proves nothing when the system recovers all the same', async () => {
    const world = await ablatable()
    world.engine.onFault = () => {
      const now = world.clock.now()
      world.gateway.outages.push([now, now + 800])
    }
    const verdict = await run(world, ablation)
    expect(verdict).toMatchObject({ outcome: 'unmet', reason: 'ablation-recovered' })
    expect(world.state.hasMechanism).toBe(true)
  })

  it('has the seed of the last real run, and takes none from those that come', async () => {
    const world = await ablatable()
    const early = await run(world, ablation)
    const first = await run(world, { arm: 'fault' })
    const again = await run(world, ablation)
    const second = await run(world, { arm: 'fault' })
    expect(again.seal.seed).toBe(first.seal.seed)
    expect(new Set([early, first, second].map(({ seal }) => seal.seed)).size).toBe(3)
    const fresh = await ablatable()
    expect((await run(fresh, { arm: 'fault' })).seal.seed).toBe(first.seal.seed)
  })

  it('takes nothing from a task that is met', async () => {
    const world = await ablatable()
    await run(world, { arm: 'fault' })
    await run(world, ablation)
    expect(await world.tasks.find(world.sandbox.id, 'survive')).toMatchObject({ state: 'met', share: 1 })
  })

  it('is inconclusive when the script fails, and the mechanism is put back even so', async () => {
    const world = await ablatable()
    world.state.exitCode = 1
    const verdict = await run(world, ablation)
    expect(verdict).toMatchObject({ outcome: 'inconclusive', reason: 'platform-error' })
    expect(world.state.hasMechanism).toBe(true)
    expect(world.faults.rows.size).toBe(0)
    expect(world.guard.policies.get(world.sandbox.id)?.phase).toBe('open')
  })

  it('counts hands again as soon as a guard that was away is back', async () => {
    const world = await ablatable()
    const setPhase = world.guard.setPhase.bind(world.guard)
    let isAway = true
    vi.spyOn(world.guard, 'setPhase').mockImplementation(async (id, phase) => {
      if (phase === 'open' && isAway) throw new Error('the guard is away')
      await setPhase(id, phase)
    })
    expect(await run(world, ablation)).toMatchObject({ outcome: 'inconclusive' })
    expect(world.guard.policies.get(world.sandbox.id)?.phase).toBe('setup')
    isAway = false
    await world.clock.advance(3_000)
    expect(world.guard.policies.get(world.sandbox.id)?.phase).toBe('open')
  })

  it('never opens the guard of a sandbox that ends meanwhile', async () => {
    const world = await ablatable()
    const { id } = await world.server.start.execute(world.sandbox.id, 'survive', 'learner', ablation)
    world.engine.onFault = () => {
      void world.sandboxes.change(world.sandbox.id, 'any', { state: 'terminating' })
      void world.guard.setPhase(world.sandbox.id, 'fenced')
    }
    await world.clock.advance(60_000)
    await world.server.start.settle()
    expect(world.guard.policies.get(world.sandbox.id)?.phase).toBe('fenced')
    expect(await world.verdictOf(id)).toMatchObject({ outcome: 'inconclusive' })
  })

  it('is put back by the next server when this one dies', async () => {
    const world = await ablatable()
    const { id } = await world.server.start.execute(world.sandbox.id, 'survive', 'learner', ablation)
    world.engine.onFault = () => {
      // The process is gone from here on: nothing of it writes any more.
      world.clock.sleep = () => new Promise(() => undefined)
    }
    await world.clock.advance(30_000)
    expect(world.state.hasMechanism).toBe(false)
    const next = world.serve()
    delete (world.clock as { sleep?: unknown }).sleep
    await next.recover.turn()
    expect(world.state.hasMechanism).toBe(true)
    expect(await world.verdictOf(id)).toMatchObject({ reason: 'platform-restarted', arm: 'ablation' })
  })
})

describe('an arm that a task does not have', () => {
  it.each([
    ['survive', { arm: 'ablation', ablation: 'other' }, 'BAD_REQUEST'],
    ['survive', { arm: 'ablation' }, 'BAD_REQUEST'],
    ['told', { arm: 'placebo' }, 'TASK_WRONG_MODE'],
  ] as const)('is refused: %s %o', async (taskId, wanted, code) => {
    const world = await ablatable()
    await expect(
      world.server.start.execute(world.sandbox.id, taskId, 'learner', wanted),
    ).rejects.toMatchObject({ code })
  })
})
