import { describe, expect, it } from 'vitest'
import { aLab } from '../../../testing/a-lab.ts'
import { aSandbox } from '../../../testing/a-sandbox.ts'
import { SandboxWorld } from '../../../testing/worlds/sandbox-world.ts'

const lab = aLab({ spec: { limits: { time: '60m', idle: '15m' } } })
const request = { labId: lab.id, owner: 'learner', learnerId: 'learner1', classroomId: null } as const

/** Calls `after` once, right after the next call of a port’s method had its answer. */
const rightAfter = <K extends string>(
  port: Record<K, (...all: never[]) => Promise<unknown>>,
  name: K,
  after: (answer: unknown) => Promise<unknown>,
) => {
  const method = port[name].bind(port) as (...all: unknown[]) => Promise<unknown>
  port[name] = async (...all: unknown[]) => {
    const answer = await method(...all)
    port[name] = method as never
    await after(answer)
    return answer
  }
}

describe('what somebody does while it is decided on', () => {
  it('keeps a warm sandbox that is claimed when the pool would be renewed', async () => {
    const world = new SandboxWorld(lab)
    const server = world.server({ isPoolOn: false })
    const pooled = { owner: 'pool', learnerId: null, claim: 'warm', state: 'ready', labId: lab.id } as const
    await world.sandboxes.insert(
      aSandbox({ id: 'warm000001', ...pooled, createdAt: 0, labDigest: lab.digest }),
    )
    await world.engine.createNetwork({ sandboxId: 'warm000001', deadline: 1 } as never)
    await world.clock.advance(25 * 3_600_000)
    rightAfter(world.guard as never, 'listOpen', async () => {
      rightAfter(world.sandboxes as never, 'listLive', () => server.start.execute(request))
    })
    await server.reconcile.execute()
    expect(await world.row('warm000001')).toMatchObject({ state: 'ready', learnerId: 'learner1' })
  })

  it('keeps a sandbox that is extended in its last moment', async () => {
    const world = new SandboxWorld(lab)
    const server = world.server({ isPoolOn: false })
    server.run.start()
    const { id } = await server.start.execute(request)
    expect(await world.until(world.isState(id, 'ready'))).toBe(true)
    server.presence.enter(id)
    await server.run.stop()
    await world.clock.advance(61 * 60_000)
    rightAfter(world.guard as never, 'listOpen', async () => {
      rightAfter(world.sandboxes as never, 'listLive', () => server.extend.execute(id, 'learner'))
    })
    await server.reconcile.execute()
    expect((await world.row(id)).state).toBe('ready')
  })

  it('leaves a sandbox alone that became ready after the engine was listed', async () => {
    const world = new SandboxWorld(lab)
    const server = world.server({ isPoolOn: false })
    rightAfter(world.engine as never, 'listOwned', () =>
      world.sandboxes.insert(aSandbox({ id: 'ready00001', labId: lab.id, state: 'ready' })),
    )
    await server.reconcile.execute()
    expect((await world.row('ready00001')).state).toBe('ready')
  })
})
