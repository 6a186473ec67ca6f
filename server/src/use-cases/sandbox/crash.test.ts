import { describe, expect, it } from 'vitest'
import { aLab, anAsset } from '../../testing/a-lab.ts'
import { SandboxWorld, type Mortality } from '../../testing/worlds/sandbox-world.ts'

const lab = aLab({
  spec: { setup: [{ id: 'deploy', run: 'setup/deploy.sh' }], params: { PORT: { int: [1, 9] } } },
  assets: [anAsset('setup/deploy.sh', '#!/bin/sh\n')],
})
const settings = { isPoolOn: false }
const request = { labId: lab.id, owner: 'learner', learnerId: 'learner1', classroomId: null } as const

const startAndDie = async (world: SandboxWorld, mortality: Mortality): Promise<void> => {
  const server = world.server(settings, mortality)
  server.run.start()
  void server.start.execute(request)
  await world.clock.advance(5_000)
}

const callsOf = async (
  work: (world: SandboxWorld, mortality: Mortality) => Promise<void>,
  world = new SandboxWorld(lab),
): Promise<number> => {
  const mortality = { calls: 0, diesAt: Number.POSITIVE_INFINITY }
  await work(world, mortality)
  return mortality.calls
}

/** A set-up script that may not run twice in one sandbox, as `docker service create` may not. */
const setUpOnlyOnce = (world: SandboxWorld): void => {
  world.engine.answer = (_command, part) => {
    const parts = [...world.engine.sandboxes.values()][0]
    const runs = parts?.commands.filter((line) => line.startsWith(`${part}:`)).length ?? 0
    return runs > 1 ? { exitCode: 1, stderr: 'name conflicts with an existing object' } : {}
  }
}

describe('a server that dies', () => {
  it('at any call while a sandbox is provisioned is followed by one that finishes it, once', async () => {
    const total = await callsOf(startAndDie)
    expect(total).toBeGreaterThan(30)
    for (let diesAt = 1; diesAt <= total; diesAt++) {
      const world = new SandboxWorld(lab)
      setUpOnlyOnce(world)
      await startAndDie(world, { calls: 0, diesAt })
      world.server(settings).run.start()
      await world.clock.advance(45_000)
      const rows = [...world.sandboxes.rows.values()]
      expect(rows.map(({ state, failure }) => failure ?? state).join(), `died at call ${diesAt}`).toBe(
        rows.length === 0 ? '' : 'ready',
      )
      expect([...world.engine.sandboxes.keys()]).toEqual(rows.map(({ id }) => id))
      expect([...world.guard.policies.values()].map(({ phase }) => phase)).toEqual(rows.map(() => 'open'))
    }
  })

  it('at any call while a warm sandbox is claimed is followed by one that binds its parameters', async () => {
    const pooled = { ...lab, file: { ...lab.file, spec: { ...lab.file.spec, warm: { pool: 1 } } } }
    const claimAndDie = async (world: SandboxWorld, mortality: Mortality): Promise<void> => {
      const first = world.server({ isPoolOn: true })
      first.run.start()
      await world.until(async () =>
        [...world.sandboxes.rows.values()].some(({ claim, state }) => claim === 'warm' && state === 'ready'),
      )
      await first.run.stop()
      const second = world.server({ isPoolOn: true }, mortality)
      second.run.start()
      await world.clock.advance(500)
      void second.start.execute(request)
      await world.clock.advance(5_000)
    }
    const total = await callsOf(claimAndDie, new SandboxWorld(pooled))
    let claims = 0
    for (let diesAt = 1; diesAt <= total; diesAt++) {
      const world = new SandboxWorld(pooled)
      await claimAndDie(world, { calls: 0, diesAt })
      world.server(settings).run.start()
      await world.clock.advance(45_000)
      const claimed = [...world.sandboxes.rows.values()].filter(({ claim }) => claim === 'claimed')
      claims += claimed.length
      for (const { state, params } of claimed)
        expect({ state, params }, `died at call ${diesAt}`).toMatchObject({
          state: 'ready',
          params: { PORT: expect.any(Number) as number },
        })
    }
    expect(claims).toBeGreaterThan(3)
  })

  it('at any call while a sandbox is torn down is followed by one that leaves nothing', async () => {
    const endAndDie = async (world: SandboxWorld, mortality: Mortality): Promise<void> => {
      const { id } = await world.server(settings).start.execute(request)
      const first = world.server(settings)
      first.run.start()
      await world.until(world.isState(id, 'ready'))
      await first.run.stop()
      const second = world.server(settings, mortality)
      second.run.start()
      await world.clock.advance(500)
      void second.end.execute(id, { actor: 'learner', reason: 'asked' })
      await world.clock.advance(5_000)
    }
    const total = await callsOf(endAndDie)
    for (let diesAt = 1; diesAt <= total; diesAt++) {
      const world = new SandboxWorld(lab)
      await endAndDie(world, { calls: 0, diesAt })
      const [row] = world.sandboxes.rows.values()
      const wasAsked = row?.state !== 'ready' && row?.state !== 'expiring'
      world.server(settings).run.start()
      await world.clock.advance(45_000)
      const [after] = world.sandboxes.rows.values()
      expect(after?.state, `died at call ${diesAt}`).toBe(wasAsked ? 'gone' : 'ready')
      expect(world.engine.sandboxes.size).toBe(wasAsked ? 0 : 1)
      expect(world.guard.policies.size).toBe(wasAsked ? 0 : 1)
    }
  })
})
