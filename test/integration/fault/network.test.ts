import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { networkBandwidth } from '../../../server/src/domain/fault/network/network-bandwidth.ts'
import { networkConnectionLimit } from '../../../server/src/domain/fault/network/network-connection-limit.ts'
import { networkDelay } from '../../../server/src/domain/fault/network/network-delay.ts'
import { networkFlap } from '../../../server/src/domain/fault/network/network-flap.ts'
import { networkLoss } from '../../../server/src/domain/fault/network/network-loss.ts'
import { networkPartition } from '../../../server/src/domain/fault/network/network-partition.ts'
import { networkReset } from '../../../server/src/domain/fault/network/network-reset.ts'
import { NetworkStage } from './network-stage.ts'

const stage = new NetworkStage()
let web = ''
let api = ''
const urlOf = async (name: string, port: number) =>
  `http://${(await stage.engine.addresses(stage.sandboxId, name))[0]}:${port}/health`

/** A program that prints how many milliseconds one request took. */
const timed = (url: string) =>
  `const t = performance.now(); fetch('${url}').then(() => console.log(performance.now() - t))`
/** A program that asks over one kept connection until an answer is late; a connection that breaks is opened again. */
const keptAlive = (url: string, lateMs: number) => `
const { Agent, get } = require('http'), agent = new Agent({ keepAlive: true, maxSockets: 1 })
const ask = () => {
  const t = performance.now()
  get('${url}', { agent }, (answer) => answer.resume().on('end', () =>
    performance.now() - t >= ${lateMs} ? (console.log('late'), process.exit()) : setTimeout(ask, 50))).on('error', ask)
}
ask(); setTimeout(() => process.exit(), 30000)`

beforeAll(async () => {
  await stage.open()
  await Promise.all([
    stage.container('web', 'shop-web:1.0', 'always'),
    stage.container('api', 'shop-api:1.0', 'always'),
    stage.container('other', 'shop-api:1.0', 'always'),
  ])
  web = await urlOf('web', 8080)
  api = await urlOf('api', 8081)
  await stage.until(async () => (await stage.get(web)).status === 200)
  await stage.until(async () => (await stage.get(api)).status === 200)
})
afterEach(() => stage.endAll())
afterAll(() => stage.close())

describe('network.loss', () => {
  it('loses its share of the packets, and leaves nothing behind', async () => {
    const fault = await stage.live(networkLoss, 'web', { percent: 30, direction: 'in' })
    expect(fault.proof).toMatchObject({ isEffective: true })
    const lost = Number(/counted (\d+) packets/.exec(fault.proof.evidence.en)?.[1])
    expect(lost / 2000).toBeGreaterThan(0.24)
    expect(lost / 2000).toBeLessThan(0.36)
    await fault.end()
  })

  it('ends in the kernel at its deadline when every helper and the server are gone', async () => {
    const fault = await stage.brief(networkLoss, 'web', { percent: 100 }, 6000)
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
    const fetchWeb = `fetch('${web}', {signal: AbortSignal.timeout(3000)}).then(() => console.log('in'), () => console.log('cut'))`
    expect((await stage.run(['node', '-e', fetchWeb], apiId)).trim()).toBe('cut')
    expect((await stage.get(web)).status).toBe(200)
    await fault.end()
    await stage.until(async () => (await stage.run(['node', '-e', fetchWeb], apiId)).trim() === 'in')
  })

  it('is taken away by its helper at the deadline, also when that was killed in between', async () => {
    const fault = await stage.brief(networkPartition, 'web', {}, 8000)
    expect((await stage.get(web)).status).toBe(0)
    await stage.killHelper(fault.faultRunId)
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
  it('leaves the loopback alone, where a health check asks', async () => {
    const fault = await stage.live(networkReset, 'web', {})
    const loopback = "fetch('http://127.0.0.1:8080/health').then(({ status }) => console.log(status))"
    expect((await stage.run(['node', '-e', loopback], fault.inverse.containerId)).trim()).toBe('200')
    await fault.end()
  })

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
describe('network.delay', () => {
  it('delays answers to others and requests to peers', async () => {
    const fault = await stage.live(networkDelay, 'api', { latency: '300ms' })
    expect(fault.proof).toMatchObject({ isEffective: true })
    expect(fault.injection.rung?.rung).toMatch(/kernel|transparent-proxy/)
    expect((await stage.get(api)).ms).toBeGreaterThanOrEqual(300)
    const { containerId } = fault.inverse
    const out = Number(await stage.run(['node', '-e', timed(web)], containerId))
    expect(out).toBeGreaterThanOrEqual(300)
    await fault.end()
  })

  it('is fail-closed while its proxy is dead, bites again when it is back, and ends at its deadline', async () => {
    const fault = await stage.brief(
      networkDelay,
      'api',
      { latency: '300ms', direction: 'in', port: 8081 },
      14_000,
    )
    await stage.killHelper(fault.faultRunId)
    await stage.until(async () => {
      const seen = await stage.get(api)
      return seen.status === 200 && seen.ms >= 300
    }, 13_000)
    await stage.until(async () => (await stage.get(api)).ms < 300, 15_000)
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

  it('takes connections that stand already back through the fault', async () => {
    const apiId = (await stage.engine.victims(stage.sandboxId, 'api'))[0]?.containerId ?? ''
    const kept = stage.run(['node', '-e', keptAlive(web, 300)], apiId)
    const fault = await stage.live(networkDelay, 'web', { latency: '300ms', peer: 'api', direction: 'in' })
    expect(fault.proof).toMatchObject({ isEffective: true })
    expect(await kept).toContain('late')
    await fault.end()
  })
})

describe('network.bandwidth', () => {
  it.each(['in', 'out'] as const)('narrows what goes %s', async (direction) => {
    const fault = await stage.live(networkBandwidth, 'web', { rate: '1mbit', direction })
    expect(fault.proof).toMatchObject({ isEffective: true })
    const bits = await stage.throughput(fault.inverse.containerId, direction, 200_000)
    expect(bits / 1e6).toBeGreaterThan(0)
    expect(bits / 1e6).toBeLessThan(1.2)
    await fault.end()
  })

  it('is taken away by its helper at the deadline, also when that was killed in between', async () => {
    const fault = await stage.brief(networkBandwidth, 'web', { rate: '8kbit' }, 4000)
    await stage.killHelper(fault.faultRunId)
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
})
