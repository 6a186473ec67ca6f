import { describe, expect, it } from 'vitest'
import { aLab, anAsset } from '../../testing/a-lab.ts'
import { aSandbox } from '../../testing/a-sandbox.ts'
import { SandboxWorld } from '../../testing/worlds/sandbox-world.ts'
import type { StartRequest } from './start-sandbox.ts'

const lab = aLab({
  spec: {
    images: ['shop-web:1.0'],
    params: { PORT: { int: [18000, 18999] }, VICTIM: { pick: ['web', 'api'], secret: true } },
    setup: [{ id: 'deploy', run: 'setup/deploy.sh' }],
    probes: { shop: { http: 'http://web:8080/health' } },
    tabs: [{ terminal: 'main' }, { preview: 'web:8080', title: 'Shop' }],
    workstation: { files: 'files' },
  },
  assets: [
    anAsset('setup/deploy.sh', '#!/bin/sh\n'),
    anAsset('checks/running.sh', '#!/bin/sh\n'),
    anAsset('solution/solve.sh', '#!/bin/sh\n'),
    anAsset('files/notes/todo.txt', 'hello', false),
  ],
})
const asks = (over: Partial<StartRequest> = {}): StartRequest => ({
  labId: lab.id,
  owner: 'learner',
  learnerId: 'learner1',
  classroomId: 'class1',
  ...over,
})
const noPool = { isPoolOn: false }

const readySandbox = async (world: SandboxWorld) => {
  const server = world.server(noPool)
  server.run.start()
  const { id } = await server.start.execute(asks())
  expect(await world.until(world.isState(id, 'ready'))).toBe(true)
  return { server, id }
}

describe('starting a sandbox', () => {
  it('writes a row and returns before anything is asked of the engine', async () => {
    const world = new SandboxWorld(lab)
    const sandbox = await world.server(noPool).start.execute(asks())
    expect(sandbox.state).toBe('requested')
    expect(world.engine.sandboxes.size).toBe(0)
  })

  it('goes through every step to ready, set up through the guard before the learner enters', async () => {
    const world = new SandboxWorld(lab)
    const { id } = await readySandbox(world)
    const row = await world.row(id)
    expect(row.steps.map(({ id: step, state }) => `${step} ${state}`)).toEqual(
      'queue network guard workstation judge gateway files setup probes'
        .split(' ')
        .map((step) => `${step} done`),
    )
    expect(world.guard.phases.get(id)).toEqual(['setup', 'setup', 'open'])
    expect(world.engine.sandboxes.get(id)?.commands).toEqual(['workstation: /opt/dojo/lab/setup/deploy.sh'])
    expect(world.gateway.probes.get(id)?.[0]?.url).toBe(`http://s${id}-web:8080/health`)
    expect(row.endsAt).toBe((row.readyAt ?? 0) + 3_600_000)
    expect(await world.toldStates(id)).toEqual(['requested', 'provisioning', 'ready'])
  })

  it('keeps checks, solutions and secret parameters out of the workstation', async () => {
    const world = new SandboxWorld(lab)
    const { id } = await readySandbox(world)
    const files = world.engine.sandboxes.get(id)?.files ?? new Map<string, Uint8Array>()
    expect([...files.keys()].sort()).toEqual([
      'judge:/opt/dojo/lab/checks/running.sh',
      'judge:/opt/dojo/lab/files/notes/todo.txt',
      'judge:/opt/dojo/lab/setup/deploy.sh',
      'workstation:/etc/profile.d/dojo-parameters.sh',
      'workstation:/home/learner/notes/todo.txt',
      'workstation:/opt/dojo/lab/setup/deploy.sh',
    ])
    const told = new TextDecoder().decode(files.get('workstation:/etc/profile.d/dojo-parameters.sh'))
    expect(told).toMatch(/^export PORT='18\d{3}'\n$/)
  })

  it('gives the live sandbox of the same lab to a learner who asks twice at once', async () => {
    const world = new SandboxWorld(lab)
    const server = world.server(noPool)
    const both = Promise.all([server.start.execute(asks()), server.start.execute(asks())])
    await world.clock.advance(100)
    const [first, second] = await both
    expect(second.id).toBe(first.id)
  })

  it('refuses another sandbox beyond the learner’s limit and beyond the host’s capacity', async () => {
    const world = new SandboxWorld(lab, aLab({ id: 'other' }))
    const server = world.server({ ...noPool, maxPerLearner: 1, maxSandboxes: 2 })
    await server.start.execute(asks())
    await expect(server.start.execute(asks({ labId: 'other' }))).rejects.toMatchObject({
      code: 'SANDBOX_LIMIT',
    })
    await server.start.execute(asks({ learnerId: 'learner2' }))
    await expect(server.start.execute(asks({ learnerId: 'learner3' }))).rejects.toMatchObject({
      code: 'HOST_FULL',
    })
  })

  it('takes no more than the host may have, and every spare, when a class starts at once', async () => {
    const together = async (
      world: SandboxWorld,
      server: ReturnType<SandboxWorld['server']>,
      count: number,
    ) => {
      const all = Array.from({ length: count }, (_, n) => server.start.execute(asks({ learnerId: `l${n}` })))
      const settled = Promise.allSettled(all)
      await world.clock.advance(5_000)
      return (await settled).filter(({ status }) => status === 'fulfilled').length
    }
    const empty = new SandboxWorld(lab)
    expect(await together(empty, empty.server({ ...noPool, maxSandboxes: 2 }), 6)).toBe(2)
    const spare = new SandboxWorld(lab)
    const pooled = { owner: 'pool', learnerId: null, claim: 'warm', state: 'ready', labId: 'other' } as const
    for (const id of ['spare00001', 'spare00002', 'spare00003'])
      await spare.sandboxes.insert(aSandbox({ id, ...pooled, previewToken: id }))
    expect(await together(spare, spare.server({ ...noPool, maxSandboxes: 3 }), 4)).toBe(3)
  })

  it('gives the place of a sandbox that is being removed to the next one, but not without end', async () => {
    const world = new SandboxWorld(lab)
    const server = world.server({ ...noPool, maxSandboxes: 2 })
    const start = async (learnerId: string) => (await server.start.execute(asks({ learnerId }))).id
    const leave = (id: string) => server.end.execute(id, { actor: 'learner', reason: 'done' })
    // Nobody works on the queue: what is ended stays "terminating".
    const [first, second] = [await start('learner1'), await start('learner2')]
    await leave(first)
    await leave(second)
    await leave(await start('learner3'))
    await leave(await start('learner4'))
    await expect(start('learner5')).rejects.toMatchObject({ code: 'HOST_FULL' })
  })

  it('lets a warm sandbox of the same lab that is not ready make room', async () => {
    const world = new SandboxWorld(lab)
    const server = world.server({ ...noPool, maxSandboxes: 2 })
    const pooled = { owner: 'pool', learnerId: null, claim: 'warm', state: 'provisioning' } as const
    await world.sandboxes.insert(aSandbox({ id: 'notreadyyet', labId: lab.id, ...pooled }))
    for (const learnerId of ['learner1', 'learner2']) await server.start.execute(asks({ learnerId }))
    expect(await world.row('notreadyyet')).toMatchObject({ claim: 'warm', state: 'terminating' })
  })

  it('says that a lab is unknown, or broken', async () => {
    const world = new SandboxWorld(lab)
    world.labs.problems.push({ labId: 'broken', folder: '/labs/broken', problems: [] })
    const server = world.server(noPool)
    await expect(server.start.execute(asks({ labId: 'nope' }))).rejects.toMatchObject({
      code: 'LAB_NOT_FOUND',
    })
    await expect(server.start.execute(asks({ labId: 'broken' }))).rejects.toMatchObject({
      code: 'LAB_INVALID',
    })
  })

  it('draws the same parameters from the same seed', async () => {
    const world = new SandboxWorld(lab)
    const server = world.server(noPool)
    const grader = asks({ owner: 'grader', learnerId: null, classroomId: null, seed: 'seven' })
    const [first, second] = [await server.start.execute(grader), await server.start.execute(grader)]
    expect(second.id).not.toBe(first.id)
    expect(second.params).toEqual(first.params)
  })
})

describe('a sandbox that fails', () => {
  it('tells which script failed, and leaves nothing behind', async () => {
    const world = new SandboxWorld(lab)
    world.engine.answer = () => ({ exitCode: 3, stderr: 'no such image' })
    const server = world.server(noPool)
    server.run.start()
    const { id } = await server.start.execute(asks())
    expect(await world.until(async () => (await world.row(id)).goneAt !== null)).toBe(true)
    const row = await world.row(id)
    expect(row.state).toBe('failed')
    expect(row.failure).toContain('setup/deploy.sh')
    expect(row.failure).toContain('ended with 3')
    expect(world.engine.sandboxes.size).toBe(0)
    expect(world.guard.policies.size).toBe(0)
  })

  it('waits for an engine that goes away and comes back', async () => {
    const world = new SandboxWorld(lab)
    const server = world.server(noPool)
    server.run.start()
    await world.clock.advance(1000)
    world.engine.isAway = true
    const { id } = await server.start.execute(asks())
    await world.clock.advance(30_000)
    expect((await world.row(id)).state).toBe('provisioning')
    world.engine.isAway = false
    expect(await world.until(world.isState(id, 'ready'), 10_000)).toBe(true)
  })

  it('gives up when a part stays away for longer than preparing may take', async () => {
    const world = new SandboxWorld(lab)
    const server = world.server({ ...noPool, prepareTimeoutMs: 20_000 })
    server.run.start()
    await world.clock.advance(1000)
    world.guard.isAway = true
    const { id } = await server.start.execute(asks())
    expect(await world.until(world.isState(id, 'failed'), 40_000)).toBe(true)
    expect((await world.row(id)).failure).toContain('guard')
  })
})

describe('ending a sandbox', () => {
  it('fences, drops the probes, removes everything and closes the sockets', async () => {
    const world = new SandboxWorld(lab)
    const { server, id } = await readySandbox(world)
    const ended = await server.end.execute(id, { actor: 'learner', reason: 'asked' })
    expect(ended?.state).toBe('terminating')
    expect(await world.until(world.isState(id, 'gone'))).toBe(true)
    expect(world.guard.phases.get(id)?.at(-1)).toBe('fenced')
    expect([world.engine.sandboxes.size, world.guard.policies.size, world.gateway.probes.size]).toEqual([
      0, 0, 0,
    ])
    expect((await world.row(id)).goneAt).not.toBeNull()
    expect(await server.end.execute(id, { actor: 'learner', reason: 'again' })).toBeUndefined()
  })

  it('interrupts provisioning', async () => {
    const world = new SandboxWorld(lab)
    const server = world.server(noPool)
    world.engine.answer = () => ({ exitCode: null })
    let hold: () => void = () => undefined
    const run = world.engine.run.bind(world.engine)
    world.engine.run = async (...args) => {
      await new Promise<void>((resolve) => {
        hold = resolve
        args[2].signal?.addEventListener('abort', () => resolve())
      })
      return run(...args)
    }
    server.run.start()
    const { id } = await server.start.execute(asks())
    expect(await world.until(() => world.guard.phases.get(id)?.length === 2)).toBe(true)
    await server.end.execute(id, { actor: 'learner', reason: 'asked' })
    expect(await world.until(world.isState(id, 'gone'))).toBe(true)
    expect(world.engine.sandboxes.size).toBe(0)
    hold()
  })

  it('tries again while the engine says that something is left', async () => {
    const world = new SandboxWorld(lab)
    const { server, id } = await readySandbox(world)
    const destroy = world.engine.destroy.bind(world.engine)
    let tries = 0
    world.engine.destroy = async (sandboxId) => ((tries += 1) < 3 ? { left: 1 } : destroy(sandboxId))
    await server.end.execute(id, { actor: 'learner', reason: 'asked' })
    expect(await world.until(world.isState(id, 'gone'))).toBe(true)
    expect(tries).toBe(3)
  })
})

describe('work that cannot be finished', () => {
  it('is tried less and less often, and keeps nobody else waiting', async () => {
    const world = new SandboxWorld(lab)
    const server = world.server({ ...noPool, provisionConcurrency: 1 })
    server.run.start()
    const stuck = await server.start.execute(asks())
    expect(await world.until(world.isState(stuck.id, 'ready'))).toBe(true)
    const destroy = world.engine.destroy.bind(world.engine)
    let tries = 0
    world.engine.destroy = async (id) => {
      if (id !== stuck.id) return destroy(id)
      tries += 1
      return { left: 1 }
    }
    await server.end.execute(stuck.id, { actor: 'learner', reason: 'asked' })
    await world.clock.advance(10 * 60_000)
    expect(tries).toBeGreaterThan(5)
    expect(tries).toBeLessThan(20)
    const other = await server.start.execute(asks({ learnerId: 'learner2' }))
    expect(await world.until(world.isState(other.id, 'ready'))).toBe(true)
    await server.end.execute(other.id, { actor: 'learner', reason: 'asked' })
    expect(await world.until(world.isState(other.id, 'gone'), 5_000)).toBe(true)
    expect((await world.row(stuck.id)).state).toBe('terminating')
  })
})

describe('extending', () => {
  it('moves the hard deadline, three times', async () => {
    const world = new SandboxWorld(lab)
    const { server, id } = await readySandbox(world)
    const before = (await world.row(id)).endsAt ?? 0
    for (let time = 1; time <= 3; time++)
      expect((await server.extend.execute(id, 'learner')).endsAt).toBe(before + time * 15 * 60_000)
    await expect(server.extend.execute(id, 'learner')).rejects.toMatchObject({ code: 'EXTENSION_LIMIT' })
  })
})
