import { describe, expect, it } from 'vitest'
import { aLab } from '../../../testing/a-lab.ts'
import { SandboxWorld } from '../../../testing/worlds/sandbox-world.ts'

const lab = aLab({
  spec: { limits: { time: '60m', idle: '59m' }, probes: { shop: { http: 'http://web:8080/health' } } },
})

/** A sandbox that somebody has worked in for ten minutes, whose containers have stopped while the gateway is away. */
const brokenAfterTenMinutes = async () => {
  const world = new SandboxWorld(lab)
  const server = world.server({ isPoolOn: false })
  server.run.start()
  const asked = { labId: lab.id, owner: 'learner', learnerId: 'learner1', classroomId: null } as const
  const { id } = await server.start.execute(asked)
  await world.until(world.isState(id, 'ready'))
  await world.clock.advance(600_000)
  const parts = world.engine.sandboxes.get(id)
  if (parts) parts.workstation = parts.judge = 'stopped'
  parts?.files.set('workstation:/home/learner/mine.txt', new Uint8Array([1]))
  world.gateway.isAway = true
  await world.clock.advance(20_000)
  return { world, id }
}

describe('the repair of a sandbox that somebody has worked in', () => {
  it('waits for a part that is away, and loses nothing', async () => {
    const { world, id } = await brokenAfterTenMinutes()
    expect((await world.row(id)).state).toBe('provisioning')
    world.gateway.isAway = false
    expect(await world.until(world.isState(id, 'ready'), 30_000)).toBe(true)
    expect(world.engine.sandboxes.get(id)?.files.has('workstation:/home/learner/mine.txt')).toBe(true)
  })

  it('ends with the time of the sandbox', async () => {
    const { world, id } = await brokenAfterTenMinutes()
    expect(await world.until(async () => (await world.row(id)).goneAt !== null, 3_600_000)).toBe(true)
    expect(await world.toldStates(id)).not.toContain('failed')
    expect(world.engine.sandboxes.size).toBe(0)
  })
})
