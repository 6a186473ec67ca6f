import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { monitoringOutage } from '../../../server/src/domain/fault/platform/monitoring-outage.ts'
import { nodeDrain } from '../../../server/src/domain/fault/platform/node-drain.ts'
import { serviceScaleToZero } from '../../../server/src/domain/fault/platform/service-scale-to-zero.ts'
import { FaultStage } from './fault-stage.ts'

const stage = new FaultStage()
const first = () => 0
const running = async (name: string) => (await stage.engine.victims(stage.sandboxId, name)).length
const factsOf = (name: string) => stage.engine.service(stage.sandboxId, name)

beforeAll(async () => {
  await stage.open()
  await stage.service('web', 'shop-web:1.0', 2)
  await stage.service('api', 'shop-api:1.0', 1)
  await stage.container('monitor', 'shop-api:1.0', 'always')
})
afterAll(() => stage.close())

describe('service.scale-to-zero', () => {
  it('leaves no replica running, and its revert brings back as many as there were', async () => {
    const order = stage.order(serviceScaleToZero, 'web', {})
    const { inverse, fingerprint } = await serviceScaleToZero.plan(stage.tools, order, first)
    await serviceScaleToZero.inject(stage.tools, order, inverse)
    expect(await serviceScaleToZero.prove(stage.tools, order, inverse)).toMatchObject({ isEffective: true })
    expect(await serviceScaleToZero.isHealed?.(stage.tools, order, inverse)).toBe(false)
    await expect(serviceScaleToZero.plan(stage.tools, order, first)).rejects.toMatchObject({
      code: 'FAULT_INVALID',
    })
    expect(await serviceScaleToZero.revert(stage.tools, order, inverse)).toBe('reverted')
    expect(await serviceScaleToZero.fingerprint?.(stage.tools, order, inverse)).toBe(fingerprint)
    await stage.until(async () => (await running('web')) === 2)
  })

  it('is moot when somebody scaled it since', async () => {
    const order = stage.order(serviceScaleToZero, 'web', {})
    const { inverse } = await serviceScaleToZero.plan(stage.tools, order, first)
    await serviceScaleToZero.inject(stage.tools, order, inverse)
    await stage.engine.changeService(stage.sandboxId, 'web', { replicas: 1 })
    expect(await serviceScaleToZero.isHealed?.(stage.tools, order, inverse)).toBe(true)
    expect(await serviceScaleToZero.revert(stage.tools, order, inverse)).toBe('moot')
    expect((await factsOf('web'))?.replicas).toBe(1)
  })

  it('is put back at its deadline with no server alive', async () => {
    const order = stage.order(serviceScaleToZero, 'web', {}, 3000)
    const { inverse } = await serviceScaleToZero.plan(stage.tools, order, first)
    await serviceScaleToZero.arm?.(stage.tools, order, inverse)
    await serviceScaleToZero.inject(stage.tools, order, inverse)
    expect((await factsOf('web'))?.replicas).toBe(0)
    await stage.until(async () => (await factsOf('web'))?.replicas === 1, 20_000)
    await stage.engine.removeHelpers(order.faultRunId)
  })
})

describe('node.drain', () => {
  it('evicts the tasks of every service of the sandbox and of nothing else, and they come back', async () => {
    const order = stage.order(nodeDrain, '', {})
    const [nodeBefore] = await stage.docker.listNodes()
    const { inverse, fingerprint } = await nodeDrain.plan(stage.tools, order, first)
    await nodeDrain.inject(stage.tools, order, inverse)
    expect(await nodeDrain.prove(stage.tools, order, inverse)).toMatchObject({ isEffective: true })
    expect([await running('web'), await running('api'), await running('monitor')]).toEqual([0, 0, 1])
    expect((await stage.docker.listNodes())[0]?.Spec).toEqual(nodeBefore?.Spec)
    expect(await nodeDrain.revert(stage.tools, order, inverse)).toBe('reverted')
    expect(await nodeDrain.fingerprint?.(stage.tools, order, inverse)).toBe(fingerprint)
    await stage.until(async () => (await running('web')) === 1 && (await running('api')) === 1)
    expect((await factsOf('web'))?.constraints).toEqual([])
    expect(await nodeDrain.revert(stage.tools, order, inverse)).toBe('moot')
  })

  it('is taken back at its deadline with no server alive, also when a service was removed meanwhile', async () => {
    await stage.service('extra', 'shop-api:1.0', 1)
    const order = stage.order(nodeDrain, '', {}, 4000)
    const { inverse, fingerprint } = await nodeDrain.plan(stage.tools, order, first)
    await nodeDrain.arm?.(stage.tools, order, inverse)
    await nodeDrain.inject(stage.tools, order, inverse)
    expect(await nodeDrain.fingerprint?.(stage.tools, order, inverse)).not.toBe(fingerprint)
    await stage.docker.getService(`s${stage.sandboxId}-extra`).remove()
    await stage.until(async () => (await running('web')) === 1 && (await running('api')) === 1)
    expect(await nodeDrain.fingerprint?.(stage.tools, order, inverse)).toBe(fingerprint)
    await stage.engine.removeHelpers(order.faultRunId)
  })
})

describe('monitoring.outage', () => {
  it('makes the monitor silent in both directions, and is taken back', async () => {
    const order = stage.order(monitoringOutage, 'monitor', {})
    const { inverse, fingerprint } = await monitoringOutage.plan(stage.tools, order, first)
    await monitoringOutage.arm?.(stage.tools, order, inverse)
    await monitoringOutage.inject(stage.tools, order, inverse)
    const proof = await monitoringOutage.prove(stage.tools, order, inverse)
    expect(proof, proof.evidence.en).toMatchObject({ isEffective: true })
    expect(proof.evidence.en).toMatch(/silence|silent|ETIMEDOUT/)
    expect(await monitoringOutage.revert(stage.tools, order, inverse)).toBe('reverted')
    expect(await monitoringOutage.fingerprint?.(stage.tools, order, inverse)).toBe(fingerprint)
    await stage.engine.removeHelpers(order.faultRunId)
    expect(await stage.helpers(order.faultRunId)).toEqual([])
  })

  it('ends at its deadline with no server alive', async () => {
    const order = stage.order(monitoringOutage, 'monitor', {}, 3000)
    const { inverse, fingerprint } = await monitoringOutage.plan(stage.tools, order, first)
    await monitoringOutage.arm?.(stage.tools, order, inverse)
    await monitoringOutage.inject(stage.tools, order, inverse)
    expect(await monitoringOutage.fingerprint?.(stage.tools, order, inverse)).not.toBe(fingerprint)
    await stage.until(
      async () => (await monitoringOutage.fingerprint?.(stage.tools, order, inverse)) === fingerprint,
      20_000,
    )
    await stage.engine.removeHelpers(order.faultRunId)
  })

  it('is refused on an empty sandbox or a monitor that is not there', async () => {
    const none = stage.order(monitoringOutage, 'none', {})
    await expect(monitoringOutage.plan(stage.tools, none, first)).rejects.toMatchObject({
      code: 'FAULT_TARGET_GONE',
    })
    const empty = { ...stage.order(nodeDrain, '', {}), sandboxId: 'zzzzzzzzzz' }
    await expect(nodeDrain.plan(stage.tools, empty, first)).rejects.toMatchObject({
      code: 'FAULT_TARGET_GONE',
    })
  })
})
