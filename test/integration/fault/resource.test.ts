import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cpuStress } from '../../../server/src/domain/fault/resource/cpu-stress.ts'
import { cpuThrottle } from '../../../server/src/domain/fault/resource/cpu-throttle.ts'
import { ioThrottle } from '../../../server/src/domain/fault/resource/io-throttle.ts'
import { memoryLimit } from '../../../server/src/domain/fault/resource/memory-limit.ts'
import { memoryStress } from '../../../server/src/domain/fault/resource/memory-stress.ts'
import { seenStress } from '../../../server/src/domain/fault/resource/stress.ts'
import { FaultLife } from './fault-life.ts'

const stage = new FaultLife()
const first = () => 0
const mebibyte = 1024 ** 2

beforeAll(async () => {
  await stage.open()
  await stage.limited('plain', 'shop-api:1.0', { NanoCpus: 5e8, Memory: 192 * mebibyte, PidsLimit: 128 })
  await stage.container('free', 'shop-api:1.0', 'no')
})
afterAll(() => stage.close())

describe('cpu.throttle', () => {
  it('bites, is reverted, and the limit is as it was', async () => {
    const order = stage.order(cpuThrottle, 'plain', {})
    await stage.lives(cpuThrottle, order, async () => {
      const { HostConfig } = await stage.inspect('plain')
      expect(HostConfig.NanoCpus).toBe(5e7)
    })
    expect((await stage.inspect('plain')).HostConfig.NanoCpus).toBe(5e8)
  })

  it('ends at its deadline with no server alive, although its helper was killed', () =>
    stage.endsAlone(cpuThrottle, 'plain', {}))

  it('leaves a limit alone that somebody else has set meanwhile', async () => {
    const order = stage.order(cpuThrottle, 'plain', {})
    const { inverse } = await cpuThrottle.plan(stage.tools, order, first)
    await cpuThrottle.inject(stage.tools, order, inverse)
    await stage.engine.setLimits(inverse.containerId, { nanoCpus: 4e8 })
    expect(await cpuThrottle.revert(stage.tools, order, inverse)).toBe('moot')
    expect((await stage.inspect('plain')).HostConfig.NanoCpus).toBe(4e8)
    await stage.engine.setLimits(inverse.containerId, { nanoCpus: 5e8 })
  })

  it('is refused where there is no limit to go back to, and where it would raise one', async () => {
    const free = stage.order(cpuThrottle, 'free', {})
    await expect(cpuThrottle.plan(stage.tools, free, first)).rejects.toThrow(/no CPU limit/)
    const more = stage.order(cpuThrottle, 'plain', { cpus: 2 })
    await expect(cpuThrottle.plan(stage.tools, more, first)).rejects.toThrow(/already/)
  })
})

describe('memory.limit', () => {
  it('bites, is reverted, and the limit is as it was', async () => {
    await stage.lives(memoryLimit, stage.order(memoryLimit, 'plain', {}))
    const { HostConfig } = await stage.inspect('plain')
    expect([HostConfig.Memory, HostConfig.MemorySwap]).toEqual([192 * mebibyte, 192 * mebibyte])
  })
})

describe('cpu.stress', () => {
  it('loads the target’s own limit, and leaves no stressor behind', async () => {
    await stage.lives(cpuStress, stage.order(cpuStress, 'plain', { workers: 2 }))
  })

  it('goes on after its helper was killed, and ends at its deadline with no server alive', () =>
    stage.endsAlone(cpuStress, 'plain', { workers: 1 }, async (order, inverse) => {
      const count = async () => (await seenStress(stage.tools, order, inverse, 'cpu')).stressors
      await stage.until(async () => (await count()) === 1 || Date.now() > order.deadlineAt)
    }))

  it('goes with a target that ends, so that the engine can remove it', async () => {
    const victim = await stage.limited('brief', 'shop-api:1.0', { NanoCpus: 5e8 })
    const order = stage.order(cpuStress, 'brief', { workers: 2 })
    const { inverse } = await stage.begin(cpuStress, order)
    await stage.docker.getContainer(victim).remove({ force: true })
    expect(await cpuStress.revert(stage.tools, order, inverse)).toBe('moot')
    expect(stage.cgroupsOf(victim)).toEqual([])
  })

  it('is refused where it would load the whole machine', async () => {
    const order = stage.order(cpuStress, 'free', {})
    await expect(cpuStress.plan(stage.tools, order, first)).rejects.toThrow(/no CPU limit/)
  })
})

describe('memory.stress', () => {
  it('takes memory up to its size, holds it and gives it back', async () => {
    await stage.lives(memoryStress, stage.order(memoryStress, 'plain', { size: '16Mi' }))
  })

  it('makes the kernel kill the application, which the restart policy brings back', async () => {
    const order = stage.order(memoryStress, 'plain', {})
    const { inverse } = await stage.begin(memoryStress, order)
    const { evidence, isEffective } = await memoryStress.prove(stage.tools, order, inverse)
    expect(evidence.en).toMatch(/[1-9]\d* OOM kill/)
    expect(isEffective).toBe(true)
    await stage.until(async () => {
      const state = await stage.engine.state(inverse.containerId)
      return state.isRunning && state.hostPid !== inverse.hostPid
    })
    expect(await memoryStress.revert(stage.tools, order, inverse)).toBe('moot')
  })

  it('is refused where it would hit the whole machine', async () => {
    const order = stage.order(memoryStress, 'free', {})
    await expect(memoryStress.plan(stage.tools, order, first)).rejects.toThrow(/no memory limit/)
  })
})

describe('io.throttle', () => {
  it('slows reads of the disk, is reverted, and the limits are as they were', async () => {
    await stage.lives(ioThrottle, stage.order(ioThrottle, 'plain', {}))
  })

  it('ends at its deadline with no server alive, although its helper was killed', () =>
    stage.endsAlone(ioThrottle, 'plain', {}))

  it('is moot when the target was replaced', async () => {
    const order = stage.order(ioThrottle, 'plain', {})
    const { inverse } = await ioThrottle.plan(stage.tools, order, first)
    await ioThrottle.inject(stage.tools, order, inverse)
    await stage.docker.getContainer(inverse.containerId).restart({ t: 0 })
    expect(await ioThrottle.revert(stage.tools, order, inverse)).toBe('moot')
  })
})
