import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { networkConnectionLimit } from '../../server/src/domain/fault/network/network-connection-limit.ts'
import { networkFlap } from '../../server/src/domain/fault/network/network-flap.ts'
import { networkLoss } from '../../server/src/domain/fault/network/network-loss.ts'
import { networkPartition } from '../../server/src/domain/fault/network/network-partition.ts'
import { networkReset } from '../../server/src/domain/fault/network/network-reset.ts'
import { NetworkStage } from './network-stage.ts'

const stage = new NetworkStage()
let web = ''
let api = ''
const urlOf = async (name: string, port: number) =>
  `http://${(await stage.engine.addresses(stage.sandboxId, name))[0]}:${port}/health`

beforeAll(async () => {
  await stage.open()
  await Promise.all([
    stage.service('web', 'shop-web:1.0', 1),
    stage.container('api', 'shop-api:1.0', 'always'),
    stage.container('other', 'shop-api:1.0', 'always'),
  ])
  web = await urlOf('web', 8080)
  api = await urlOf('api', 8081)
  await stage.until(async () => (await stage.get(web)).status === 200)
  await stage.until(async () => (await stage.get(api)).status === 200)
})
afterAll(() => stage.close())

describe('network.loss', () => {
  it('loses its share of the packets, and leaves nothing behind', async () => {
    const fault = await stage.live(networkLoss, 'web', { percent: 30, direction: 'in' })
    expect(fault.proof).toMatchObject({ isEffective: true })
    const lost = Number(/counted (\d+) packets/.exec(fault.proof.evidence)?.[1])
    expect(lost / 2000).toBeGreaterThan(0.24)
    expect(lost / 2000).toBeLessThan(0.36)
    await fault.end()
  })

  it('ends in the kernel at its deadline when every helper and the server are gone', async () => {
    const fault = await stage.live(networkLoss, 'web', { percent: 100 }, 5000)
    expect(fault.proof).toMatchObject({ isEffective: true })
    await fault.removeHelpers()
    expect((await stage.get(web)).status).toBe(0)
    await stage.until(async () => (await stage.get(web)).status === 200, 10_000)
    await fault.end()
  })
})

describe('network.partition', () => {
  it('cuts off the peer that it names and nobody else', async () => {
    const fault = await stage.live(networkPartition, 'web', { from: 'api' })
    expect(fault.proof).toMatchObject({ isEffective: true })
    const apiId = fault.inverse.peerContainerId ?? ''
    const fetchWeb = `fetch('${web}', {signal: AbortSignal.timeout(800)}).then(() => console.log('in'), () => console.log('cut'))`
    expect((await stage.run(['node', '-e', fetchWeb], apiId)).trim()).toBe('cut')
    expect((await stage.get(web)).status).toBe(200)
    await fault.end()
    expect((await stage.run(['node', '-e', fetchWeb], apiId)).trim()).toBe('in')
  })

  it('is taken away by its helper at the deadline, also when that was killed in between', async () => {
    const fault = await stage.live(networkPartition, 'web', { direction: 'in' }, 5000)
    expect(fault.proof).toMatchObject({ isEffective: true })
    const [helper] = await stage.helpers(fault.faultRunId)
    const { State } = await stage.docker.getContainer(helper?.Id ?? '').inspect()
    process.kill(State.Pid, 'SIGKILL')
    await stage.until(async () => (await stage.get(web)).status === 200, 15_000)
    await stage.until(
      () =>
        fault.attest().then(
          () => true,
          () => false,
        ),
      15_000,
    )
    await fault.removeHelpers()
  })

  it('is moot when the target was replaced, and says so for one that is gone before', async () => {
    const order = stage.order(networkPartition as never, 'other', {})
    const { inverse } = await networkPartition.plan(stage.tools, order as never, () => 0)
    await networkPartition.inject(stage.tools, order as never, inverse)
    await stage.docker.getContainer(inverse.containerId).restart({ t: 0 })
    expect(await networkPartition.revert(stage.tools, order as never, inverse)).toBe('moot')
    await expect(networkPartition.inject(stage.tools, order as never, inverse)).rejects.toMatchObject({
      code: 'FAULT_TARGET_GONE',
    })
  })

  it('refuses a fault on a fault, and a peer that is not there', async () => {
    const fault = await stage.live(networkPartition, 'web', { direction: 'out' })
    const order = stage.order(networkLoss as never, 'web', {})
    await expect(networkLoss.plan(stage.tools, order as never, () => 0)).rejects.toMatchObject({
      code: 'FAULT_RUNNING',
    })
    await fault.end()
    const lonely = stage.order(networkPartition as never, 'web', { from: 'nobody' })
    await expect(networkPartition.plan(stage.tools, lonely as never, () => 0)).rejects.toMatchObject({
      code: 'FAULT_TARGET_GONE',
    })
  })
})

describe('network.reset', () => {
  it('refuses connections to its port at once', async () => {
    const fault = await stage.live(networkReset, 'api', { port: 8081 })
    expect(fault.proof).toMatchObject({ isEffective: true })
    expect((await stage.get(api)).status).toBe(0)
    await fault.end()
    expect((await stage.get(api)).status).toBe(200)
  })
})

describe('network.connection-limit', () => {
  it('refuses who comes above the limit, and serves who comes below it', async () => {
    const fault = await stage.live(networkConnectionLimit, 'api', { connections: 5 })
    expect(fault.proof).toMatchObject({ isEffective: true })
    expect((await stage.get(api)).status).toBe(200)
    await fault.end()
  })
})

describe('network.flap', () => {
  it('is away and back by turns that the kernel keeps', async () => {
    const fault = await stage.live(networkFlap, 'api', { down: '2s', up: '2s', for: '20s' })
    expect(fault.proof).toMatchObject({ isEffective: true })
    await fault.removeHelpers()
    const isUp = async () => (await stage.get(api)).status === 200
    await stage.until(isUp, 10_000)
    await stage.until(async () => !(await isUp()), 10_000)
    await stage.until(isUp, 10_000)
    await fault.end()
  })
})
