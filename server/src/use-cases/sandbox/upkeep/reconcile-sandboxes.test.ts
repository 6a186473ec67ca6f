import type { GuardEvent } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { aLab } from '../../../testing/a-lab.ts'
import { SandboxWorld } from '../../../testing/worlds/sandbox-world.ts'

const lab = aLab({
  spec: {
    limits: { time: '60m', idle: '15m' },
    probes: { shop: { http: 'http://web:8080/health' } },
    warm: { pool: 2 },
  },
})
const request = { labId: lab.id, owner: 'learner', learnerId: 'learner1', classroomId: null } as const

const running = async (settings = {}) => {
  const world = new SandboxWorld(lab)
  const server = world.server({ isPoolOn: false, ...settings })
  server.run.start()
  const { id } = await server.start.execute(request)
  expect(await world.until(world.isState(id, 'ready'))).toBe(true)
  return { world, server, id }
}

describe('deadlines', () => {
  it('warn before the idle limit and end the sandbox at it', async () => {
    const { world, id } = await running()
    expect(await world.until(world.isState(id, 'expiring'), 14 * 60_000)).toBe(true)
    expect(await world.until(world.isState(id, 'gone'), 4 * 60_000)).toBe(true)
    const told = (await world.events.list(id, 0, 100)).find(({ data }) => data.state === 'terminating')
    expect(told?.data.reason).toContain('nobody typed')
  })

  it('are kept from being idle by somebody who types or looks', async () => {
    const { world, server, id } = await running()
    const leave = server.presence.enter(id)
    await world.clock.advance(40 * 60_000)
    leave()
    await server.activity.execute(id)
    expect((await world.row(id)).state).toBe('ready')
  })

  it('end the sandbox at the hard limit, whatever it does, also after a restart of the server', async () => {
    const { world, server, id } = await running()
    server.presence.enter(id)
    await world.clock.advance(50 * 60_000)
    await server.run.stop()
    const next = world.server({ isPoolOn: false })
    next.presence.enter(id)
    next.run.start()
    await world.clock.advance(60_000)
    expect((await world.row(id)).state).toBe('ready')
    expect(await world.until(world.isState(id, 'gone'), 11 * 60_000)).toBe(true)
  })
})

describe('reconciling', () => {
  it('removes what no row stands for, a few at a time', async () => {
    const { world, server, id } = await running({ orphansPerPass: 2 })
    for (const orphan of ['a000000001', 'a000000002', 'a000000003'])
      await world.engine.createNetwork({ sandboxId: orphan, deadline: 1 } as never)
    await server.reconcile.execute()
    expect(world.engine.sandboxes.size).toBe(2)
    await server.reconcile.execute()
    expect([...world.engine.sandboxes.keys()]).toEqual([id])
  })

  it('adopts a running sandbox: the next server leaves it as it is', async () => {
    const { world, server, id } = await running()
    const before = structuredClone(world.engine.sandboxes.get(id))
    await server.run.stop()
    world.server({ isPoolOn: false }).run.start()
    await world.clock.advance(30_000)
    expect(world.engine.sandboxes.get(id)).toEqual(before)
    expect((await world.row(id)).state).toBe('ready')
  })

  it('starts stopped containers again with their files', async () => {
    const { world, id } = await running()
    const parts = world.engine.sandboxes.get(id)
    parts?.files.set('workstation:/home/learner/mine.txt', new Uint8Array([1]))
    if (parts) parts.workstation = 'stopped'
    expect(await world.until(() => world.engine.sandboxes.get(id)?.workstation === 'running', 20_000)).toBe(
      true,
    )
    expect(await world.until(world.isState(id, 'ready'))).toBe(true)
    expect(world.engine.sandboxes.get(id)?.files.has('workstation:/home/learner/mine.txt')).toBe(true)
    expect(world.guard.policies.get(id)?.phase).toBe('open')
  })

  it('gives up a sandbox whose network is gone, with a reason', async () => {
    const { world, id } = await running()
    world.engine.sandboxes.delete(id)
    expect(await world.until(world.isState(id, 'failed'), 20_000)).toBe(true)
    expect((await world.row(id)).failure).toContain('network')
  })

  it('opens the guard’s sockets again when the guard has lost them', async () => {
    const { world, id } = await running()
    world.guard.policies.clear()
    expect(await world.until(() => world.guard.policies.get(id)?.phase === 'open', 20_000)).toBe(true)
  })

  it('sets the probes again after a restart of the server', async () => {
    const { world, server, id } = await running()
    await server.run.stop()
    world.gateway.probes.clear()
    world.server({ isPoolOn: false }).run.start()
    expect(await world.until(() => world.gateway.probes.has(id), 20_000)).toBe(true)
  })

  it('loses and removes nothing while the engine is away', async () => {
    const { world, id } = await running()
    world.engine.isAway = true
    await world.clock.advance(5 * 60_000)
    world.engine.isAway = false
    await world.clock.advance(30_000)
    expect((await world.row(id)).state).toBe('ready')
    expect(world.engine.sandboxes.has(id)).toBe(true)
  })
})

describe('the warm pool', () => {
  const pooled = async (over: Parameters<typeof aLab>[0], settings = {}) => {
    const world = new SandboxWorld(aLab({ ...over, spec: { warm: { pool: 2 }, ...over?.spec } }))
    const server = world.server(settings)
    server.run.start()
    const isWarm = () =>
      [...world.sandboxes.rows.values()].filter(({ state, claim }) => state === 'ready' && claim === 'warm')
        .length === 2
    expect(await world.until(isWarm, 30_000)).toBe(true)
    return { world, server, isWarm }
  }

  it.each([
    ['without parameters', {}],
    ['with parameters', { PORT: { int: [5, 9] as [number, number] } }],
  ])(
    'takes what is done in a claimed sandbox for the learner’s, not the set-up’s: %s',
    async (_kind, params) => {
      const setup = [{ id: 'deploy', run: 'setup/deploy.sh' }]
      const { world, server } = await pooled({ spec: { setup, params } })
      const { id } = await server.start.execute(request)
      expect(await world.until(world.isState(id, 'ready'))).toBe(true)
      expect(world.guard.policies.get(id)?.phase).toBe('open')
    },
  )

  it('gives a ready sandbox at once and is filled again', async () => {
    const { world, server, isWarm } = await pooled({ spec: { probes: { shop: { http: 'http://web:80/' } } } })
    expect(world.gateway.probes.size).toBe(0)
    const claimed = await server.start.execute(request)
    expect(claimed).toMatchObject({ state: 'ready', claim: 'claimed', learnerId: 'learner1' })
    expect(world.gateway.probes.has(claimed.id)).toBe(true)
    // The page will ask for its terminal in a moment; the pool had none open.
    expect([...world.engine.sandboxes.values()].map(({ terminals }) => terminals.size).sort()).toEqual([0, 1])
    expect(await world.until(isWarm, 30_000)).toBe(true)
  })

  it('binds parameters at claim and only then runs what may depend on them', async () => {
    const { world, server } = await pooled({
      spec: { params: { PORT: { int: [5, 9] } }, setup: [{ id: 'deploy', run: 'setup/deploy.sh' }] },
    })
    const ran = () => [...world.engine.sandboxes.values()].flatMap(({ commands }) => commands)
    expect(ran()).toEqual([])
    expect([...world.sandboxes.rows.values()].map(({ params }) => params)).toEqual([{}, {}])
    const { id } = await server.start.execute(request)
    expect(await world.until(world.isState(id, 'ready'))).toBe(true)
    expect((await world.row(id)).params.PORT).toBeGreaterThanOrEqual(5)
    expect(ran()).toHaveLength(1)
  })

  it('makes room for a learner on a full host', async () => {
    const other = aLab({ id: 'other' })
    const world = new SandboxWorld(aLab({ spec: { warm: { pool: 2 } } }), other)
    const server = world.server({ maxSandboxes: 2 })
    server.run.start()
    await world.clock.advance(20_000)
    expect(world.engine.sandboxes.size).toBe(1)
    await server.start.execute({ ...request, labId: 'other', learnerId: 'learner2' })
    const { id } = await server.start.execute({ ...request, labId: 'other' })
    expect(await world.until(world.isState(id, 'ready'))).toBe(true)
  })

  it('tries less and less often to warm up a lab whose set-up fails, and at once when the lab has changed', async () => {
    const setup = [{ id: 'deploy', run: 'setup/deploy.sh' }]
    const world = new SandboxWorld(aLab({ digest: 'broken', spec: { setup, warm: { pool: 1 } } }))
    world.engine.run = async () => ({
      exitCode: 1,
      stdout: '',
      stderr: 'no such image',
      isTruncated: false,
      ms: 1,
    })
    world.server().run.start()
    await world.clock.advance(10 * 60_000)
    const of = (digest: string) =>
      [...world.sandboxes.rows.values()].filter(({ labDigest }) => labDigest === digest).length
    expect(of('broken')).toBeGreaterThan(1)
    expect(of('broken')).toBeLessThan(6)
    world.labs.labs[0] = aLab({ digest: 'mended', spec: { setup, warm: { pool: 1 } } })
    await world.clock.advance(30_000)
    expect(of('mended')).toBe(1)
  })

  it('is renewed when the lab has changed', async () => {
    const { world } = await pooled({ digest: 'old' })
    const before = [...world.sandboxes.rows.keys()]
    world.labs.labs[0] = aLab({ digest: 'new', spec: { warm: { pool: 2 } } })
    const renewed = () =>
      [...world.sandboxes.rows.values()].filter(
        ({ state, labDigest }) => state === 'ready' && labDigest === 'new',
      ).length === 2
    expect(await world.until(renewed, 60_000)).toBe(true)
    expect(before.map((id) => world.sandboxes.rows.get(id)?.state)).toEqual(['gone', 'gone'])
  })
})

describe('evidence', () => {
  it('writes each mutation that the guard saw once, also when the server died before it noted how far it was', async () => {
    const { world, server, id } = await running()
    const seen: Omit<GuardEvent, 'seq'> = {
      at: 5,
      sandboxId: id,
      actor: 'learner',
      method: 'POST',
      route: 'POST /services/create',
      object: 'web',
      action: 'service.create',
      status: 201,
      ports: [{ target: 8080, published: 80 }],
    }
    world.guard.emit(seen)
    await world.clock.advance(100)
    await server.run.stop()
    await world.cursors.write('guard-events', 0)
    world.server({ isPoolOn: false }).run.start()
    world.guard.emit({ ...seen, at: 6, action: 'service.update', status: 200 })
    await world.clock.advance(1_000)
    const touches = (await world.events.list(id, 0, 100)).filter(({ kind }) => kind === 'touch.engine')
    expect(touches.map(({ actor, data }) => `${actor} ${data.action} ${data.object}`)).toEqual([
      'learner service.create web',
      'learner service.update web',
    ])
    expect((await world.row(id)).previews).toEqual(['web:8080'])
  })

  it('writes what the engine did, and not what the platform’s own containers do', async () => {
    const { world, id } = await running()
    const event = {
      ...{ at: 7, sandboxId: id, type: 'container', action: 'start', exitCode: null },
      attributes: {},
    }
    world.engine.emit({ ...event, name: 'web.1', role: 'learner', service: 'web', by: 'swarm' })
    world.engine.emit({ ...event, name: null, role: 'judge', service: null, by: 'platform' })
    await world.clock.advance(100)
    const told = (await world.events.list(id, 0, 100)).filter(({ kind }) => kind === 'engine.event')
    expect(told.map(({ actor, data }) => `${actor} ${data.action} ${data.service}`)).toEqual([
      'swarm start web',
    ])
  })
})
