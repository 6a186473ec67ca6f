import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Fault, FaultOrder } from '../../../server/src/domain/fault/fault.ts'
import { fdExhaustion } from '../../../server/src/domain/fault/process/fd-exhaustion.ts'
import { exampleParams, faults } from '../../../server/src/domain/fault/registry.ts'
import { cpuStress } from '../../../server/src/domain/fault/resource/cpu-stress.ts'
import { ioThrottle } from '../../../server/src/domain/fault/resource/io-throttle.ts'
import { diskFill } from '../../../server/src/domain/fault/storage/disk-fill.ts'
import { diskReadonly } from '../../../server/src/domain/fault/storage/disk-readonly.ts'
import { engineLabels, engineName } from '../../../server/src/domain/sandbox/engine-names.ts'
import { FaultLife } from './fault-life.ts'

const stage = new FaultLife()
const neighbour = new FaultLife()
const first = () => 0
/** Engine id and state of what must not be touched, by who it is. */
const strangers = new Map<string, string>()

const start = async (name: string, labels: Record<string, string>, network = 'none') => {
  const container = await stage.docker.createContainer({
    name,
    Image: 'noops-dojo/shop-api:1.0',
    Labels: { [engineLabels.instance]: stage.instance, ...labels },
    HostConfig: { NetworkMode: network, NanoCpus: 5e8, Memory: 134_217_728, PidsLimit: 100 },
  })
  await container.start()
  strangers.set(name, await stateOf(name))
  return container.id
}

/** All that a fault of the engine could change. */
const stateOf = async (name: string): Promise<string> => {
  const { Id, State, HostConfig, RestartCount } = await stage.docker.getContainer(name).inspect()
  const { NanoCpus, Memory, MemorySwap, PidsLimit } = HostConfig
  const { Pid, StartedAt, Paused, Running } = State
  return JSON.stringify([
    Id,
    Pid,
    StartedAt,
    Paused,
    Running,
    RestartCount,
    NanoCpus,
    Memory,
    MemorySwap,
    PidsLimit,
  ])
}

const orderOf = (fault: Fault, target: string): FaultOrder<unknown> => ({
  sandboxId: stage.sandboxId,
  faultRunId: `fboundary${Math.random().toString(36).slice(2, 8)}`,
  target,
  params: exampleParams(fault),
  deadlineAt: Date.now() + 30_000,
})

beforeAll(async () => {
  await stage.open()
  await neighbour.open()
  await stage.limited('plain', 'shop-api:1.0', { NanoCpus: 5e8, Tmpfs: { '/scratch': 'size=4m' } })
  const own = { [engineLabels.sandbox]: stage.sandboxId }
  const other = { [engineLabels.sandbox]: neighbour.sandboxId, [engineLabels.role]: 'learner' }
  await start(engineName(neighbour.sandboxId, 'web'), other)
  await start(`${stage.instance}-gateway`, { [engineLabels.role]: 'gateway' })
  await start(engineName(stage.sandboxId, 'workstation'), { ...own, [engineLabels.role]: 'workstation' })
  await start(engineName(stage.sandboxId, 'judge'), { ...own, [engineLabels.role]: 'judge' })
  await start(`${stage.instance}-helper-x`, { ...own, [engineLabels.role]: 'helper' })
})
afterAll(async () => {
  await stage.close()
  await neighbour.close()
})

const aimed = faults.filter(({ targetKind }) => targetKind !== 'sandbox')

describe('no fault ever touches anything outside its sandbox', () => {
  it('takes no name and no id of another sandbox or of the platform for a target', async () => {
    const ids = [...strangers.values()].map((state) => (JSON.parse(state) as string[])[0] ?? '')
    const names = [...strangers.keys()].flatMap((name) => [name, `/${name}`])
    const short = [
      'web',
      'gateway',
      'workstation',
      'judge',
      'helper-x',
      `../${neighbour.sandboxId}-web`,
      '',
      '*',
    ]
    for (const fault of aimed)
      for (const target of [...names, ...short, ...ids, ...ids.map((id) => id.slice(0, 12))])
        await expect(
          fault.plan(stage.tools, orderOf(fault, target), first),
          `${fault.name} on ${target}`,
        ).rejects.toMatchObject({ code: expect.stringMatching(/^FAULT_(TARGET_GONE|INVALID)$/) as string })
  })

  it('gives the engine no order for a container that is not a learner’s', async () => {
    for (const name of [`${stage.instance}-gateway`, engineName(stage.sandboxId, 'judge')]) {
      const refused = { code: 'FAULT_INVALID' }
      await expect(stage.engine.pause(name)).rejects.toMatchObject(refused)
      await expect(stage.engine.stop(name, 0)).rejects.toMatchObject(refused)
      await expect(stage.engine.setLimits(name, { nanoCpus: 1e8 })).rejects.toMatchObject(refused)
      const file = { content: 'eA==', mode: 0o644, uid: 0, gid: 0 }
      await expect(stage.engine.writeFile(name, '/tmp/x', file)).rejects.toMatchObject(refused)
    }
  })

  it.each([
    ['a process of the host', () => process.pid],
    ['the first process of the host', () => 1],
    [
      'a process of a neighbour',
      async () =>
        (await stage.docker.getContainer(engineName(neighbour.sandboxId, 'web')).inspect()).State.Pid,
    ],
  ])('acts on %s by no program, although the ledger names it', async (_who, pid) => {
    const fake = async <P, I extends object>(fault: Fault<P, I>, given: object) => {
      const order = stage.order(fault, 'plain', given)
      const { inverse } = await fault.plan(stage.tools, order, first)
      const forged = { ...inverse, hostPid: await pid() }
      const gone = { code: 'FAULT_TARGET_GONE' }
      // A stressor is started by its arming.
      if (fault.name === 'cpu.stress') await fault.arm?.(stage.tools, order, forged)
      await expect(fault.inject(stage.tools, order, forged), fault.name).rejects.toMatchObject(gone)
      await stage.engine.removeHelpers(order.faultRunId)
    }
    await fake(diskFill, { path: '/scratch' })
    await fake(diskReadonly, { path: '/scratch' })
    await fake(ioThrottle, {})
    await fake(fdExhaustion, {})
    await fake(cpuStress, {})
  })

  it('never fills the disk of the host', async () => {
    for (const path of ['/', '/tmp', '/data', '/etc', '/var/tmp', '/proc/1/root', '/proc/self/cwd']) {
      const order = stage.order(diskFill, 'plain', { path })
      await expect(diskFill.plan(stage.tools, order, first), path).rejects.toMatchObject({
        code: 'FAULT_INVALID',
      })
    }
  })

  it('never joins the network of the host or of somebody else', async () => {
    const learner = { [engineLabels.sandbox]: stage.sandboxId, [engineLabels.role]: 'learner' }
    await start(engineName(stage.sandboxId, 'hostly'), learner, 'host')
    const names = [engineName(stage.sandboxId, 'hostly'), ...strangers.keys()]
    for (const networkOf of names)
      await expect(
        stage.engine.runHelper({
          ...{ sandboxId: stage.sandboxId, faultRunId: 'fboundary', argv: ['true'] },
          ...{ namespaces: { networkOf }, capabilities: ['NET_ADMIN'], maxMs: 15_000 },
        }),
        networkOf,
      ).rejects.toMatchObject({ code: 'FAULT_INVALID' })
  })

  it('has left everybody else exactly as they were', async () => {
    expect(strangers.size).toBeGreaterThanOrEqual(5)
    for (const [name, before] of strangers) expect(await stateOf(name), name).toBe(before)
  })
})
