import { describe, expect, it } from 'vitest'
import { attemptWorld, crashTask } from '../../testing/worlds/attempt-world.ts'

type World = Awaited<ReturnType<typeof attemptWorld>>

const run = async (world: World) => {
  const { id } = await world.server.start.execute(world.sandbox.id, 'survive')
  await world.clock.advance(120_000)
  await world.server.start.settle()
  const verdict = await world.verdictOf(id)
  if (!verdict) throw new Error('no verdict')
  return verdict
}

const task = (over: object) => ({ tasks: [{ ...crashTask, ...over }] })

describe('faults that last', () => {
  it('do not count as healed when only the dojo ended them', async () => {
    const world = await attemptWorld(
      task({
        fault: { use: 'hang', at: { between: ['1s', '2s'] } },
        expect: { recoverWithin: '20s', hold: '3s', horizon: '30s' },
      }),
    )
    world.engine.add('web')
    let pausedAt = 0
    world.engine.onFault = (what) => {
      if (what === 'pause') {
        pausedAt = world.clock.now()
        world.gateway.outages.push([pausedAt, Number.MAX_SAFE_INTEGER])
      }
      if (what === 'unpause') world.gateway.outages.splice(0, 1, [pausedAt, world.clock.now() + 50])
    }
    const verdict = await run(world)
    expect(verdict).toMatchObject({ outcome: 'unmet', class: 'self-recovered-after-lift' })
    expect(verdict.sentence.en).toContain('only after the fault was lifted')
  })

  it('a release is healed when Swarm rolled it back, though no probe ever failed', async () => {
    const world = await attemptWorld(
      task({
        fault: { use: 'release', at: { between: ['1s', '2s'] } },
        expect: { recoverWithin: '20s', hold: '3s', horizon: '30s' },
      }),
    )
    world.engine.servicesByName.set('web', { image: 'shop-web:1.0', version: 1, updateState: null })
    world.engine.onFault = () => {
      void world.clock.sleep(6_000).then(() => {
        world.engine.servicesByName.set('web', {
          image: 'shop-web:1.0',
          version: 3,
          updateState: 'rollback_completed',
        })
      })
    }
    const verdict = await run(world)
    expect(verdict).toMatchObject({ outcome: 'met', class: 'tolerated' })
    expect(verdict.injections[0]?.recovery?.minMs).toBeGreaterThan(5_000)
    expect(verdict.sentence.en).toMatch(/^Undone .*without one bad answer in \d+ probes, no hands\.$/)
  })

  it('a release that nobody took back is not healed, and the dojo puts it right', async () => {
    const world = await attemptWorld(task({ fault: { use: 'release', at: { between: ['1s', '2s'] } } }))
    world.engine.servicesByName.set('web', { image: 'shop-web:1.0', version: 1, updateState: null })
    const verdict = await run(world)
    expect(verdict).toMatchObject({ outcome: 'unmet', reason: 'not-recovered' })
    expect(world.engine.servicesByName.get('web')?.image).toBe('shop-web:1.0')
    expect(world.engine.helpers.size).toBe(0)
  })
})
