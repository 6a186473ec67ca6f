import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { configBad } from '../../../server/src/domain/fault/release/config-bad.ts'
import { releaseLeak } from '../../../server/src/domain/fault/release/release-leak.ts'
import { releaseSlowStart } from '../../../server/src/domain/fault/release/release-slow-start.ts'
import { FaultStage } from './fault-stage.ts'

const stage = new FaultStage()
const first = () => 0
const bad = { key: 'API_URL', value: 'http://nowhere:1' }
const envOf = async () => (await stage.engine.service(stage.sandboxId, 'web'))?.env

beforeAll(async () => {
  await stage.open()
  await stage.service('web', 'shop-web:1.0', 1)
  await stage.service('slow', 'shop-web:1.0', 1)
})
afterAll(() => stage.close())

describe('config.bad', () => {
  it('rolls out one wrong setting, and puts it back beside what others changed', async () => {
    await stage.engine.changeService(stage.sandboxId, 'web', { env: ['API_URL=http://api:8081', 'A=1'] })
    const order = stage.order(configBad, 'web', bad)
    const { inverse, fingerprint } = await configBad.plan(stage.tools, order, first)
    await configBad.inject(stage.tools, order, inverse)
    expect(await configBad.prove(stage.tools, order, inverse)).toMatchObject({ isEffective: true })
    expect(await envOf()).toEqual(['API_URL=http://nowhere:1', 'A=1'])
    expect(await configBad.isHealed?.(stage.tools, order, inverse)).toBe(false)
    await stage.engine.changeService(stage.sandboxId, 'web', { env: ['API_URL=http://nowhere:1', 'B=2'] })
    expect(await configBad.revert(stage.tools, order, inverse)).toBe('reverted')
    expect(await envOf()).toEqual(['API_URL=http://api:8081', 'B=2'])
    expect(await configBad.fingerprint?.(stage.tools, order, inverse)).toBe(fingerprint)
    expect(await configBad.revert(stage.tools, order, inverse)).toBe('moot')
  })

  it('is moot when the learner set the variable since, and takes a variable away too', async () => {
    const order = stage.order(configBad, 'web', { key: 'API_URL' })
    const { inverse } = await configBad.plan(stage.tools, order, first)
    await configBad.inject(stage.tools, order, inverse)
    expect(await envOf()).toEqual(['B=2'])
    await stage.engine.changeService(stage.sandboxId, 'web', { env: ['B=2', 'API_URL=http://mine:1'] })
    expect(await configBad.revert(stage.tools, order, inverse)).toBe('moot')
    expect(await envOf()).toEqual(['B=2', 'API_URL=http://mine:1'])
  })

  it('is put back at its deadline with no server alive', async () => {
    const before = await envOf()
    const order = stage.order(configBad, 'web', bad, 3000)
    const { inverse } = await configBad.plan(stage.tools, order, first)
    await configBad.arm?.(stage.tools, order, inverse)
    await configBad.inject(stage.tools, order, inverse)
    expect(await envOf()).toContain('API_URL=http://nowhere:1')
    await stage.until(async () => (await envOf())?.includes('API_URL=http://mine:1') === true, 20_000)
    expect((await envOf())?.toSorted()).toEqual(before?.toSorted())
    await stage.engine.removeHelpers(order.faultRunId)
  })

  it('is refused for what is set already, and for a service that is not there', async () => {
    const same = stage.order(configBad, 'web', { key: 'API_URL', value: 'http://mine:1' })
    await expect(configBad.plan(stage.tools, same, first)).rejects.toMatchObject({ code: 'FAULT_INVALID' })
    const none = stage.order(configBad, 'none', bad)
    await expect(configBad.plan(stage.tools, none, first)).rejects.toMatchObject({
      code: 'FAULT_TARGET_GONE',
    })
    expect(configBad.params.safeParse({ key: 'A B', value: '1' }).success).toBe(false)
  })
})

describe('release.slow-start', () => {
  it('brings a task that does not listen yet, and its revert brings the old release back', async () => {
    const order = stage.order(releaseSlowStart, 'slow', { image: 'shop-web:2.2' })
    const { inverse, fingerprint } = await releaseSlowStart.plan(stage.tools, order, first)
    await releaseSlowStart.inject(stage.tools, order, inverse)
    expect(await releaseSlowStart.prove(stage.tools, order, inverse)).toMatchObject({ isEffective: true })
    await stage.until(async () => (await stage.engine.victims(stage.sandboxId, 'slow')).length === 2)
    expect(await releaseSlowStart.revert(stage.tools, order, inverse)).toBe('reverted')
    expect(await releaseSlowStart.fingerprint?.(stage.tools, order, inverse)).toBe(fingerprint)
  })
})

describe('release.leak', () => {
  it('brings a release that leaks, and is put back at its deadline with no server alive', async () => {
    const order = stage.order(releaseLeak, 'slow', { image: 'shop-web:2.3' }, 8000)
    const { inverse } = await releaseLeak.plan(stage.tools, order, first)
    await releaseLeak.arm?.(stage.tools, order, inverse)
    await releaseLeak.inject(stage.tools, order, inverse)
    expect(await releaseLeak.prove(stage.tools, order, inverse)).toMatchObject({ isEffective: true })
    const image = async () => (await stage.engine.service(stage.sandboxId, 'slow'))?.image
    expect(await image()).toBe('shop-web:2.3')
    await stage.until(async () => (await image()) === 'shop-web:1.0', 30_000)
    await stage.engine.removeHelpers(order.faultRunId)
  })
})
