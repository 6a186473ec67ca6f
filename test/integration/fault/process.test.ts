import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { crashLoop } from '../../../server/src/domain/fault/process/crash-loop.ts'
import { fdExhaustion } from '../../../server/src/domain/fault/process/fd-exhaustion.ts'
import { processExhaustion } from '../../../server/src/domain/fault/process/process-exhaustion.ts'
import { FaultLife } from './fault-life.ts'

const stage = new FaultLife()
const first = () => 0

beforeAll(async () => {
  await stage.open()
  await stage.service('web', 'shop-web:1.0', 1)
  await stage.limited('plain', 'shop-api:1.0', { NanoCpus: 5e8, PidsLimit: 128 })
  await stage.container('free', 'shop-api:1.0', 'no')
})
afterAll(() => stage.close())

const restartsOfPlain = async () => (await stage.inspect('plain')).RestartCount
const killsOf = async (run: string) => (await stage.engine.helperOutput(run)).match(/^killed /gm)?.length ?? 0
const isOver = async (run: string) => (await stage.engine.helperOutput(run)).includes('over')

describe('process.crash-loop', () => {
  it('kills whatever process a container has then, as often as asked and with no server alive', async () => {
    await stage.until(async () => (await stage.inspect('plain')).State.Running)
    const before = await restartsOfPlain()
    const order = stage.order(crashLoop, 'plain', { times: 2, gap: '5s' })
    const { inverse } = await stage.begin(crashLoop, order)
    expect((await crashLoop.prove(stage.tools, order, inverse)).isEffective).toBe(true)
    await stage.until(() => isOver(order.faultRunId))
    expect(await killsOf(order.faultRunId)).toBe(2)
    await stage.until(async () => (await restartsOfPlain()) - before === 2)
    await stage.engine.removeHelpers(order.faultRunId)
  })

  it('kills the successors of a task too, and adds no kill when its helper was killed', async () => {
    await stage.until(async () => (await stage.engine.victims(stage.sandboxId, 'web')).length === 1)
    const order = stage.order(crashLoop, 'web', { times: 2, gap: '6s' })
    const { inverse } = await stage.begin(crashLoop, order)
    expect(await stage.killHelper(order.faultRunId)).toBe(true)
    await stage.until(() => isOver(order.faultRunId))
    expect(await killsOf(order.faultRunId)).toBe(2)
    expect((await stage.engine.state(inverse.containerId)).isRunning).toBe(false)
    await stage.engine.removeHelpers(order.faultRunId)
  })

  it('stops killing when it is lifted', async () => {
    const order = stage.order(crashLoop, 'plain', { times: 50, gap: '2s' })
    const { inverse } = await stage.begin(crashLoop, order)
    expect(await crashLoop.revert(stage.tools, order, inverse)).toBe('reverted')
    expect(await stage.helpers(order.faultRunId)).toEqual([])
  })

  it.each([
    [{ times: 1 }, /container\.crash/],
    [{ gap: '10ms' }, /500ms/],
    [{ times: 50, gap: '1m' }, /10 minutes/],
  ])('refuses %j with a sentence', (given, message) => {
    expect(() => crashLoop.params.parse(given)).toThrow(message)
  })
})

describe('process.exhaustion', () => {
  beforeAll(() => stage.until(async () => (await stage.inspect('plain')).State.Health?.Status === 'healthy'))

  it('lets nothing be forked, is reverted, and the limit is as it was', async () => {
    await stage.lives(processExhaustion, stage.order(processExhaustion, 'plain', {}))
    expect((await stage.inspect('plain')).HostConfig.PidsLimit).toBe(128)
  })

  it('did not bite when the container has fewer processes than the limit', async () => {
    const order = stage.order(processExhaustion, 'plain', { limit: 120 })
    const { inverse } = await processExhaustion.plan(stage.tools, order, first)
    await processExhaustion.inject(stage.tools, order, inverse)
    expect(await processExhaustion.prove(stage.tools, order, inverse)).toMatchObject({ isEffective: false })
    expect(await processExhaustion.revert(stage.tools, order, inverse)).toBe('reverted')
  })

  it('ends at its deadline with no server alive, although its helper was killed', () =>
    stage.endsAlone(processExhaustion, 'plain', {}))

  it('is refused where there is no limit to go back to', async () => {
    const order = stage.order(processExhaustion, 'free', {})
    await expect(processExhaustion.plan(stage.tools, order, first)).rejects.toThrow(/no process limit/)
  })
})

describe('process.fd-exhaustion', () => {
  it('lets no file be opened, is reverted, and the limits are as they were', async () => {
    await stage.lives(fdExhaustion, stage.order(fdExhaustion, 'plain', {}))
  })

  it('ends at its deadline with no server alive, although its helper was killed', () =>
    stage.endsAlone(fdExhaustion, 'free', {}))

  it('is moot when the target was replaced', async () => {
    const order = stage.order(fdExhaustion, 'free', {})
    const { inverse } = await fdExhaustion.plan(stage.tools, order, first)
    await fdExhaustion.inject(stage.tools, order, inverse)
    await stage.docker.getContainer(inverse.containerId).restart({ t: 0 })
    expect(await fdExhaustion.revert(stage.tools, order, inverse)).toBe('moot')
  })
})
