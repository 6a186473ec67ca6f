import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { containerCrash } from '../../../server/src/domain/fault/process/container-crash.ts'
import { containerPause } from '../../../server/src/domain/fault/process/container-pause.ts'
import { containerStop } from '../../../server/src/domain/fault/process/container-stop.ts'
import { helperArgv, statesScript } from '../../../server/src/domain/fault/helper-script.ts'
import { processStop } from '../../../server/src/domain/fault/process/process-stop.ts'
import { releaseBad } from '../../../server/src/domain/fault/release/release-bad.ts'
import { FaultStage } from './fault-stage.ts'

const stage = new FaultStage()
const first = () => 0

beforeAll(async () => {
  await stage.open()
  await stage.service('web', 'shop-web:1.0', 2)
  await stage.container('plain', 'shop-api:1.0', 'always')
})
afterAll(() => stage.close())

describe('container.crash', () => {
  it('kills a task’s process, and Swarm replaces the task', async () => {
    const order = stage.order(containerCrash, 'web', {})
    const { inverse } = await containerCrash.plan(stage.tools, order, first)
    const injection = await containerCrash.inject(stage.tools, order, inverse)
    expect(injection.effectiveAt - injection.injectedAt).toBeLessThan(2000)
    expect((await containerCrash.prove(stage.tools, order, inverse)).isEffective).toBe(true)
    await stage.until(async () => (await stage.engine.victims(stage.sandboxId, 'web')).length === 2)
    const after = await stage.engine.victims(stage.sandboxId, 'web')
    expect(after.map(({ containerId }) => containerId)).not.toContain(inverse.containerId)
    expect(await stage.helpers(order.faultRunId)).toEqual([])
  })

  it('does not void a restart policy: dockerd starts a plain container again', async () => {
    const order = stage.order(containerCrash, 'plain', {})
    const { inverse } = await containerCrash.plan(stage.tools, order, first)
    await containerCrash.inject(stage.tools, order, inverse)
    expect((await containerCrash.prove(stage.tools, order, inverse)).isEffective).toBe(true)
    await stage.until(async () => (await stage.engine.state(inverse.containerId)).isRunning)
  })

  it('never hits a process that is not the victim’s', async () => {
    const order = stage.order(containerCrash, 'plain', {})
    const { inverse } = await containerCrash.plan(stage.tools, order, first)
    const foreign = { ...inverse, hostPid: process.pid }
    await expect(containerCrash.inject(stage.tools, order, foreign)).rejects.toMatchObject({
      code: 'FAULT_TARGET_GONE',
    })
  })

  it('says that the target is gone when nothing of that name runs', async () => {
    const order = stage.order(containerCrash, 'nothing', {})
    await expect(containerCrash.plan(stage.tools, order, first)).rejects.toMatchObject({
      code: 'FAULT_TARGET_GONE',
    })
  })
})

describe('container.stop', () => {
  it('voids the restart policy of a plain container; the revert starts it again', async () => {
    const order = stage.order(containerStop, 'plain', { grace: '1s' })
    const { inverse, fingerprint } = await containerStop.plan(stage.tools, order, first)
    await containerStop.inject(stage.tools, order, inverse)
    expect((await containerStop.prove(stage.tools, order, inverse)).isEffective).toBe(true)
    await new Promise((resolve) => setTimeout(resolve, 1500))
    expect((await stage.engine.state(inverse.containerId)).isRunning).toBe(false)
    expect(await containerStop.revert(stage.tools, order, inverse)).toBe('reverted')
    expect(await containerStop.fingerprint?.(stage.tools, order, inverse)).toBe(fingerprint)
    expect(await containerStop.revert(stage.tools, order, inverse)).toBe('moot')
  })
})

describe('container.pause', () => {
  it('freezes the container until it is reverted, and leaves nothing behind', async () => {
    const order = stage.order(containerPause, 'plain', {})
    const { inverse, fingerprint } = await containerPause.plan(stage.tools, order, first)
    await containerPause.arm?.(stage.tools, order, inverse)
    await containerPause.inject(stage.tools, order, inverse)
    expect((await containerPause.prove(stage.tools, order, inverse)).isEffective).toBe(true)
    expect(await containerPause.revert(stage.tools, order, inverse)).toBe('reverted')
    expect(await containerPause.fingerprint?.(stage.tools, order, inverse)).toBe(fingerprint)
    await stage.engine.removeHelpers(order.faultRunId)
    expect(await stage.helpers(order.faultRunId)).toEqual([])
  })

  it('ends at its deadline with no server alive', async () => {
    const order = stage.order(containerPause, 'plain', {}, 3000)
    const { inverse } = await containerPause.plan(stage.tools, order, first)
    await containerPause.arm?.(stage.tools, order, inverse)
    await containerPause.inject(stage.tools, order, inverse)
    expect((await stage.engine.state(inverse.containerId)).isPaused).toBe(true)
    await stage.until(async () => !(await stage.engine.state(inverse.containerId)).isPaused, 10_000)
    await stage.engine.removeHelpers(order.faultRunId)
  })
})

describe('process.stop', () => {
  it('stops every process while the engine still calls the container running', async () => {
    const order = stage.order(processStop, 'plain', {})
    const { inverse, fingerprint } = await processStop.plan(stage.tools, order, first)
    await processStop.arm?.(stage.tools, order, inverse)
    await processStop.inject(stage.tools, order, inverse)
    const proof = await processStop.prove(stage.tools, order, inverse)
    expect(proof).toMatchObject({ isEffective: true })
    expect((await stage.engine.state(inverse.containerId)).isRunning).toBe(true)
    expect(await processStop.revert(stage.tools, order, inverse)).toBe('reverted')
    expect(await processStop.fingerprint?.(stage.tools, order, inverse)).toBe(fingerprint)
    await stage.engine.removeHelpers(order.faultRunId)
  })

  it('is seen by a helper too, where the node has no ps', async () => {
    const order = stage.order(processStop, 'plain', {})
    const { inverse } = await processStop.plan(stage.tools, order, first)
    await processStop.inject(stage.tools, order, inverse)
    const { output } = await stage.engine.runHelper({
      sandboxId: stage.sandboxId,
      faultRunId: order.faultRunId,
      argv: helperArgv(statesScript, inverse.containerId),
      namespaces: { pid: 'host' },
      capabilities: [],
      maxMs: 15_000,
    })
    // A health check may run in the container at this moment: it began after the stop and is not stopped.
    const states = output.trim().split('\n')
    expect(states.filter((state) => state === 'T').length, output).toBeGreaterThanOrEqual(2)
    await processStop.revert(stage.tools, order, inverse)
  })

  it('ends at its deadline although its helper was killed in between', async () => {
    const order = stage.order(processStop, 'plain', {}, 5000)
    const { inverse } = await processStop.plan(stage.tools, order, first)
    await processStop.arm?.(stage.tools, order, inverse)
    await processStop.inject(stage.tools, order, inverse)
    expect(await stage.killHelper(order.faultRunId)).toBe(true)
    await stage.until(
      async () => !(await stage.engine.state(inverse.containerId)).processStates.includes('T'),
      15_000,
    )
    await stage.engine.removeHelpers(order.faultRunId)
  })

  it('is moot when the target was replaced meanwhile', async () => {
    const order = stage.order(processStop, 'web', {})
    const { inverse } = await processStop.plan(stage.tools, order, first)
    await processStop.inject(stage.tools, order, inverse)
    await stage.docker.getContainer(inverse.containerId).remove({ force: true })
    expect(await processStop.revert(stage.tools, order, inverse)).toBe('moot')
  })
})

describe('release.bad', () => {
  beforeAll(() => stage.service('api', 'shop-api:1.0', 2, 'rollback'))

  it('rolls out a release that never gets healthy, and Swarm rolls it back', async () => {
    const order = stage.order(releaseBad, 'api', { image: 'shop-api:2.0' })
    const { inverse } = await releaseBad.plan(stage.tools, order, first)
    await releaseBad.inject(stage.tools, order, inverse)
    expect(await releaseBad.prove(stage.tools, order, inverse)).toMatchObject({ isEffective: true })
    await stage.until(async () => (await releaseBad.isHealed?.(stage.tools, order, inverse)) === true, 90_000)
    expect(await releaseBad.revert(stage.tools, order, inverse)).toBe('moot')
    expect(await releaseBad.fingerprint?.(stage.tools, order, inverse)).toBe('shop-api:1.0')
  })

  it('is put back at its deadline with no server alive when nobody rolled back', async () => {
    const order = stage.order(releaseBad, 'web', { image: 'shop-web:2.0' }, 6000)
    const { inverse } = await releaseBad.plan(stage.tools, order, first)
    await releaseBad.arm?.(stage.tools, order, inverse)
    await releaseBad.inject(stage.tools, order, inverse)
    expect(await stage.engine.service(stage.sandboxId, 'web')).toMatchObject({ image: 'shop-web:2.0' })
    await stage.until(
      async () => (await stage.engine.service(stage.sandboxId, 'web'))?.image === 'shop-web:1.0',
      30_000,
    )
    await stage.engine.removeHelpers(order.faultRunId)
  })

  it('is put back by its revert, with the name that the guard shows, and runs again', async () => {
    const order = stage.order(releaseBad, 'web', { image: 'shop-web:2.0' })
    const { inverse, fingerprint } = await releaseBad.plan(stage.tools, order, first)
    expect(fingerprint).toBe('shop-web:1.0')
    await releaseBad.inject(stage.tools, order, inverse)
    expect(await releaseBad.revert(stage.tools, order, inverse)).toBe('reverted')
    expect(await releaseBad.fingerprint?.(stage.tools, order, inverse)).toBe('shop-web:1.0')
    const service = await stage.docker.getService(`s${stage.sandboxId}-web`).inspect()
    expect(service.Spec.TaskTemplate.ContainerSpec.Image).toBe('noops-dojo/shop-web:1.0')
    expect(service.Spec.TaskTemplate.ContainerSpec.Labels['dev.noops-dojo.image']).toBe('shop-web:1.0')
  })

  it('is refused for what already runs, and for a service that is not there', async () => {
    const same = stage.order(releaseBad, 'api', { image: 'shop-api:1.0' })
    await expect(releaseBad.plan(stage.tools, same, first)).rejects.toMatchObject({ code: 'FAULT_INVALID' })
    const none = stage.order(releaseBad, 'none', { image: 'shop-api:1.0' })
    await expect(releaseBad.plan(stage.tools, none, first)).rejects.toMatchObject({
      code: 'FAULT_TARGET_GONE',
    })
  })
})
