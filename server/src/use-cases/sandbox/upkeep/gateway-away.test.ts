import { DojoError } from '@noops-dojo/contracts'
import { describe, expect, it, vi } from 'vitest'
import { aLab } from '../../../testing/a-lab.ts'
import { SandboxWorld } from '../../../testing/worlds/sandbox-world.ts'

const lab = aLab({
  spec: { limits: { time: '60m', idle: '50m' }, probes: { shop: { http: 'http://web:8080/health' } } },
})
const request = { labId: lab.id, owner: 'learner', learnerId: 'learner1', classroomId: null } as const

const running = async () => {
  const world = new SandboxWorld(lab)
  const server = world.server({ isPoolOn: false })
  server.run.start()
  const { id } = await server.start.execute(request)
  expect(await world.until(world.isState(id, 'ready'))).toBe(true)
  const warnings = (text: string) =>
    world.log.lines.filter(({ level, message }) => level === 'warn' && message.includes(text)).length
  return { world, server, id, warnings }
}

describe('a gateway that does not come up', () => {
  it('keeps no deadline from being kept, and is told once', async () => {
    const { world, id, warnings } = await running()
    const ensured = vi
      .spyOn(world.engine, 'ensurePlatform')
      .mockRejectedValue(new DojoError('GATEWAY_AWAY', 'The container noops-gateway does not stay up.'))
    expect(await world.until(world.isState(id, 'gone'), 70 * 60_000)).toBe(true)
    expect(warnings('the gateway does not come up')).toBe(1)
    ensured.mockRestore()
    await world.clock.advance(20_000)
    expect(world.log.lines.at(-1)?.message).toBe('the gateway is up again')
  })

  it('keeps no sandbox from being repaired', async () => {
    const { world, id } = await running()
    vi.spyOn(world.engine, 'ensurePlatform').mockRejectedValue(new Error('no image'))
    const parts = world.engine.sandboxes.get(id)
    if (parts) parts.judge = 'stopped'
    expect(await world.until(() => world.engine.sandboxes.get(id)?.judge === 'running', 20_000)).toBe(true)
  })

  it('that cannot be joined to one sandbox is told once, and connected to', async () => {
    const { world, warnings } = await running()
    vi.spyOn(world.engine, 'ensurePlatform').mockResolvedValue({
      gatewayOrigin: 'http://127.0.0.1:2',
      notJoined: { abcdefghij: 'no address left' },
    })
    await world.clock.advance(60_000)
    expect(warnings('not in the network of a sandbox')).toBe(1)
    expect(world.gateway.origins.at(-1)).toBe('http://127.0.0.1:2')
  })
})

describe('a gateway that was away for a while', () => {
  it('is freed of the probes of a sandbox that ended meanwhile, and of no other', async () => {
    const { world, server, id } = await running()
    const other = await server.start.execute({ ...request, learnerId: 'learner2' })
    await world.until(world.isState(other.id, 'ready'))
    world.gateway.isAway = true
    await server.end.execute(id, { actor: 'learner', reason: 'asked' })
    expect(await world.until(world.isState(id, 'gone'))).toBe(true)
    world.gateway.isAway = false
    expect(await world.until(() => !world.gateway.probes.has(id), 20_000)).toBe(true)
    expect(world.gateway.probes.has(other.id)).toBe(true)
  })

  it('is freed of them also by another server than the one that ended the sandbox', async () => {
    const { world, server, id } = await running()
    world.gateway.isAway = true
    await server.end.execute(id, { actor: 'learner', reason: 'asked' })
    expect(await world.until(world.isState(id, 'gone'))).toBe(true)
    await server.run.stop()
    world.gateway.isAway = false
    world.server({ isPoolOn: false }).run.start()
    expect(await world.until(() => !world.gateway.probes.has(id), 20_000)).toBe(true)
  })

  it('is waited for by no sandbox of a pass, and gets the probes when it is back', async () => {
    const { world, server, id } = await running()
    await server.run.stop()
    world.gateway.isAway = true
    world.gateway.probes.clear()
    // As the real one does while its link is down.
    const asked = vi.spyOn(world.gateway, 'setProbes').mockImplementation(() => world.clock.sleep(5_000))
    world.server({ isPoolOn: false }).run.start()
    await world.clock.advance(60_000)
    expect(asked).not.toHaveBeenCalled()
    asked.mockRestore()
    world.gateway.isAway = false
    expect(await world.until(() => world.gateway.probes.has(id), 20_000)).toBe(true)
  })

  it('holds up the end of no sandbox', async () => {
    const { world, server, id } = await running()
    world.gateway.isAway = true
    vi.spyOn(world.gateway, 'drop').mockImplementation(async () => {
      await world.clock.sleep(5_000)
      throw new DojoError('GATEWAY_AWAY', 'it cannot be reached')
    })
    await server.end.execute(id, { actor: 'learner', reason: 'asked' })
    expect(await world.until(world.isState(id, 'gone'), 2_000)).toBe(true)
  })
})
